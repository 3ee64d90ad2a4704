"""Checks of the assignment `char_rnn_classification`, one module an exercise."""
