// How the rate of callbacks goes with the number of threads, as an SVG: light or dark as the reader's browser is.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace extram::native {

struct ScalingPoint {
  int threads = 1;
  double ratio = 1, min = 1, max = 1;  // callbacks/s of all threads by those of one thread: median, least, most
};

namespace plot {

constexpr double kLeft = 64, kTop = 52, kWidth = 520, kHeight = 280, kBottom = kTop + kHeight, kRight = kLeft + kWidth;

// Threads on a scale of powers of two, ratios from zero.
struct Scale {
  double doublings_max = 1;
  double ratio_max = 1;
  [[nodiscard]] double x(int threads) const { return kLeft + kWidth * std::log2(threads) / doublings_max; }
  [[nodiscard]] double y(double ratio) const { return kBottom - kHeight * ratio / ratio_max; }
};

inline Scale scale_of(const std::vector<ScalingPoint>& points) {
  Scale scale;
  for (const ScalingPoint& point : points) {
    scale.ratio_max = std::max(scale.ratio_max, std::ceil(point.max * 4) / 4);
    scale.doublings_max = std::max(scale.doublings_max, std::log2(point.threads));
  }
  return scale;
}

inline std::string axes(const Scale& scale) {
  std::string text = fmt::format(
      "<text x=\"{:.0f}\" y=\"22\" class=\"title\">Callbacks per second that threads make on one list "
      "(go_1_16)</text>\n"
      "<text x=\"{:.0f}\" y=\"40\">by those of one thread; the band is from the least to the most of all "
      "rounds</text>\n"
      "<text x=\"{:.0f}\" y=\"{:.0f}\">threads</text>\n"
      "<text transform=\"translate(18 {:.0f}) rotate(-90)\">times one thread's</text>\n",
      (kLeft + kRight) / 2, (kLeft + kRight) / 2, (kLeft + kRight) / 2, kBottom + 42, (kTop + kBottom) / 2);
  const double step = scale.ratio_max > 3 ? 1 : 0.5;
  for (double ratio = 0; ratio <= scale.ratio_max; ratio += step) {
    text += fmt::format(
        "<path d=\"M{0} {1:.1f}H{2}\" class=\"grid\"/><text x=\"{3}\" y=\"{4:.1f}\" class=\"tick\">{5:.1f}</text>\n",
        kLeft, scale.y(ratio), kRight, kLeft - 8, scale.y(ratio) + 4, ratio);
  }
  return text;
}

}  // namespace plot

[[nodiscard]] inline std::string scaling_plot(const std::vector<ScalingPoint>& points) {
  const plot::Scale scale = plot::scale_of(points);
  std::string line, upper, lower, marks;
  for (const ScalingPoint& point : points) {
    const double x = scale.x(point.threads), y = scale.y(point.ratio);
    line += fmt::format("{:.1f},{:.1f} ", x, y);
    upper += fmt::format("{:.1f},{:.1f} ", x, scale.y(point.max));
    lower = fmt::format("{:.1f},{:.1f} ", x, scale.y(point.min)) + lower;
    marks += fmt::format(
        "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"4\"/><text x=\"{0:.1f}\" y=\"{2:.1f}\">{3:.2f}</text>"
        "<text x=\"{0:.1f}\" y=\"{4:.1f}\">{5}</text>\n",
        x, y, y - 10, point.ratio, plot::kBottom + 20, point.threads);
  }
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 400\" font-family=\"sans-serif\" "
         "font-size=\"12\" "
         "text-anchor=\"middle\">\n<style>\n"
         "svg { color-scheme: light dark; --paper: #fff; --ink: #222; --faint: #ddd; --line: #2a6fb0; }\n"
         "@media (prefers-color-scheme: dark) {\n"
         "  svg { --paper: #181a1b; --ink: #ddd; --faint: #3a3d3f; --line: #6db3f2; }\n}\n"
         "rect { fill: var(--paper); } text { fill: var(--ink); } .title { font-size: 15px; } "
         ".tick { text-anchor: end; }\n"
         ".grid { stroke: var(--faint); } polyline { fill: none; stroke: var(--line); stroke-width: 2; }\n"
         "polygon { fill: var(--line); opacity: 0.2; } circle { fill: var(--line); }\n</style>\n"
         "<rect width=\"620\" height=\"400\"/>\n" +
         plot::axes(scale) +
         fmt::format("<polygon points=\"{}{}\"/>\n<polyline points=\"{}\"/>\n{}</svg>\n", upper, lower, line, marks);
}

}  // namespace extram::native
