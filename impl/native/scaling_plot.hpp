// How the rate of callbacks goes with the number of threads, as an SVG.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace extram::native {

struct ScalingPoint {
  int threads = 1;
  double ratio = 1;  // callbacks/s of all threads by those of one thread
};

// Threads on a scale of powers of two, ratios from zero.
[[nodiscard]] inline std::string scaling_plot(const std::vector<ScalingPoint>& points) {
  constexpr double kLeft = 60, kTop = 40, kWidth = 520, kHeight = 300, kBottom = kTop + kHeight;
  double ratio_max = 1, doublings_max = 1;
  for (const ScalingPoint& point : points) {
    ratio_max = std::max(ratio_max, point.ratio);
    doublings_max = std::max(doublings_max, std::log2(point.threads));
  }
  std::string line, marks;
  for (const ScalingPoint& point : points) {
    const double x = kLeft + kWidth * std::log2(point.threads) / doublings_max;
    const double y = kBottom - kHeight * point.ratio / ratio_max;
    line += fmt::format("{:.1f},{:.1f} ", x, y);
    marks += fmt::format(
        "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"4\"/><text x=\"{0:.1f}\" y=\"{2:.1f}\">{3:.2f}</text>"
        "<text x=\"{0:.1f}\" y=\"{4:.1f}\">{5}</text>\n",
        x, y, y - 10, point.ratio, kBottom + 18, point.threads);
  }
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 400\" font-family=\"sans-serif\" font-size=\"12\" "
      "text-anchor=\"middle\">\n<rect width=\"620\" height=\"400\" fill=\"white\"/>\n"
      "<text x=\"320\" y=\"18\">callbacks/s of go_1_16, by those of one thread</text>\n"
      "<text x=\"320\" y=\"{3}\">threads</text>\n"
      "<path d=\"M{0} {1}V{2}H{4}\" fill=\"none\" stroke=\"black\"/>\n"
      "<polyline points=\"{5}\" fill=\"none\" stroke=\"steelblue\" stroke-width=\"2\"/>\n{6}</svg>\n",
      kLeft, kTop, kBottom, kBottom + 40, kLeft + kWidth, line, marks);
}

}  // namespace extram::native
