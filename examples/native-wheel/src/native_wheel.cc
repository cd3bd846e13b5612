// A C interface over C++, as mlc_llm has one: loaded through ctypes, so one library serves every Python 3.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#define NATIVE_WHEEL_API extern "C" __attribute__((visibility("default")))

// Levenshtein distance of two arrays of code points; -1 when memory runs out.
NATIVE_WHEEL_API int64_t native_wheel_distance(const uint32_t* a, size_t a_size, const uint32_t* b, size_t b_size) {
  try {
    std::vector<int64_t> row(b_size + 1);
    std::iota(row.begin(), row.end(), 0);
    for (size_t i = 0; i < a_size; ++i) {
      int64_t diagonal = row[0]++;
      for (size_t j = 0; j < b_size; ++j) {
        int64_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min(replaced, std::min(row[j], row[j + 1]) + 1);
      }
    }
    return row[b_size];
  } catch (...) {
    return -1;
  }
}

// What the library was built with, separated by blanks: "vulkan cuda".
NATIVE_WHEEL_API const char* native_wheel_features() { return NATIVE_WHEEL_FEATURES; }
