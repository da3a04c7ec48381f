#include "model/relacy/growing_vector.hpp"

#include <numeric>
#include <vector>

namespace extram {

long grow_a_vector(int n) {
  std::vector<long> all;
  for (int i = 0; i < n; ++i) all.push_back(i);
  return std::accumulate(all.begin(), all.end(), 0L);
}

}  // namespace extram
