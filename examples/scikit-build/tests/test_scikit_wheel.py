import unittest

import scikit_wheel


class ScikitWheelTest(unittest.TestCase):
    def test_answer_comes_from_the_library(self):
        self.assertGreater(scikit_wheel.answer(), 0)


if __name__ == "__main__":
    unittest.main()
