"""Checks of the assignment `char_rnn_generation`, one module an exercise."""
