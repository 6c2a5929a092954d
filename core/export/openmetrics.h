// SPDX-License-Identifier: Apache-2.0
//
// Numbers for monitoring systems as text: OpenMetrics 1.0, and the older text format of Prometheus (version 0.0.4),
// which files for node_exporter are written in. Families are plain values; what they count is not known here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

enum class MetricDialect : std::uint8_t { OpenMetrics, Prometheus };

enum class MetricType : std::uint8_t {
    Gauge,          ///< goes up and down
    Counter,        ///< only grows; its sample's name ends in _total
    Info,           ///< a text as labels, with the value 1; its sample's name ends in _info
    GaugeHistogram, ///< how values are spread now; the older format has only `histogram` for it
};

struct MetricLabel {
    std::string_view name;
    std::string value; ///< any bytes; what is no UTF-8 and control characters become U+FFFD
};

struct MetricSample {
    std::vector<MetricLabel> labels;
    double value = 0;
};

/// Values sorted into buckets.
struct MetricBuckets {
    std::vector<double> bounds;        ///< upper ones, inclusive, rising; one without a bound comes after the last
    std::vector<std::uint64_t> inEach; ///< not summed up; one more than `bounds`
    double sum = 0;                    ///< of all values
};

/// Empty buckets with these bounds.
[[nodiscard]] MetricBuckets bucketsOf(std::vector<double> bounds);
void addTo(MetricBuckets& buckets, double value);

struct MetricFamily {
    std::string_view name; ///< ends in the unit where there is one, not in _total or _info
    MetricType type = MetricType::Gauge;
    std::string_view unit; ///< "seconds"; empty: a number without one
    std::string_view help; ///< for people
    std::vector<MetricSample> samples;
    std::optional<MetricBuckets> buckets; ///< of a GaugeHistogram, which has no samples
};

/// Its name and the ending that its type asks for: what queries name, but for the endings of buckets.
[[nodiscard]] std::string sampleNameOf(const MetricFamily& family);

/// The whole text: families in this order, and the mark of the end where the dialect has one.
[[nodiscard]] std::string metricsText(std::span<const MetricFamily> families, MetricDialect dialect);

/// For the header Content-Type.
[[nodiscard]] std::string_view contentTypeOf(MetricDialect dialect);

/// What a reader with this header Accept gets: the older text only where it is asked for and OpenMetrics is not.
[[nodiscard]] MetricDialect dialectFor(std::string_view accept);

} // namespace synscope
