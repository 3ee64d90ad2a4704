"""Checks of the assignment `rnn_architecture`, one module an exercise."""
