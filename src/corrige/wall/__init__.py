"""The wall between the student's code and the tests."""
