import unittest

import extension_matrix


class ModuleTest(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(5, extension_matrix.add(2, 3))


if __name__ == "__main__":
    unittest.main()
