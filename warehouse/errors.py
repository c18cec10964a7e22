"""Errors that are the user's to mend: the command line shows the message alone and ends with exit code 2."""


class InputError(Exception):
    """Input that Pantau cannot work with; the message says what is wrong, where, and the way out."""
