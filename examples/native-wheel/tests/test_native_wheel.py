import unittest

import native_wheel


class NativeWheelTest(unittest.TestCase):
    def test_distance_counts_edits(self):
        self.assertEqual(3, native_wheel.distance("kitten", "sitting"))

    def test_distance_to_nothing_is_the_length(self):
        self.assertEqual(5, native_wheel.distance("", "wheel"))

    def test_distance_counts_characters_not_bytes(self):
        self.assertEqual(1, native_wheel.distance("räder", "rader"))

    def test_features_are_names(self):
        self.assertTrue(all(name.isalpha() for name in native_wheel.features()))


if __name__ == "__main__":
    unittest.main()
