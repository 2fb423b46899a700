"""A pickle is a program: loading it can run anything."""

import io
import pickle


class Trap:
    """Looks like data; says that loading means calling print."""

    def __reduce__(self):
        return print, ("this line was printed by loading the file",)


file = pickle.dumps({"weight": [0.5, -1.0], "extra": Trap()})
print(f"a file of {len(file)} bytes; loading it:")
loaded = pickle.loads(file)  # <-
print("what was loaded:", loaded)


class Careful(pickle.Unpickler):
    """Loads numbers, lists and dictionaries; refuses every function and class."""

    def find_class(self, module, name):
        """Called for each name that the file asks for."""
        raise pickle.UnpicklingError(f"the file asks for {module}.{name}")


try:
    Careful(io.BytesIO(file)).load()
except pickle.UnpicklingError as error:
    print("refused:", error)
