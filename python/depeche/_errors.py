"""What goes wrong, as exceptions."""


class Error(Exception):
    """Whatever depeche itself complains of."""


class MissingError(Error):
    """A model, list or file is not there or cannot be read."""


class InputError(Error, ValueError):
    """An article, filter or option that cannot be read."""
