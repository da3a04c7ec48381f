// What the two halves of the program know of each other.
#pragma once

void mark(const char* text);
void run(const char* kind, int callbacks);
