#ifndef SCIKIT_WHEEL_ANSWER
#define SCIKIT_WHEEL_ANSWER 42
#endif

extern "C" int scikit_wheel_answer() { return SCIKIT_WHEEL_ANSWER; }
