// SPDX-License-Identifier: Apache-2.0
//
// Text for monitoring systems: see openmetrics.h. The words are those of the OpenMetrics specification 1.0.0; where the
// older format differs, it says so at that place.
#include "core/export/openmetrics.h"

#include "core/export/escape.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace synscope {
namespace {

std::string numberText(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

/// A bound in the canonical form of OpenMetrics, "10.0": the same in both dialects, so that series do not part.
std::string boundText(double bound) {
    std::string text = numberText(bound);
    if (std::isfinite(bound) && text.find_first_of(".e") == std::string::npos)
        text += ".0";
    return text;
}

void appendEscaped(std::string& out, std::string_view text, bool quotes) {
    for (const char c : text) {
        if (c == '\\' || (c == '"' && quotes))
            out.push_back('\\');
        if (c == '\n')
            out += "\\n";
        else
            out.push_back(c);
    }
}

std::string_view sampleSuffix(MetricType type) {
    switch (type) {
    case MetricType::Counter:
        return "_total";
    case MetricType::Info:
        return "_info";
    case MetricType::Gauge:
    case MetricType::GaugeHistogram:
        break;
    }
    return "";
}

class FamilyWriter {
public:
    FamilyWriter(std::string& out, const MetricFamily& family, MetricDialect dialect)
        : m_out(out), m_family(family), m_isOpen(dialect == MetricDialect::OpenMetrics) {}

    void write() {
        writeHead();
        for (const MetricSample& sample : m_family.samples)
            writeSample(sampleSuffix(m_family.type), sample.labels, sample.value);
        if (m_family.buckets)
            writeBuckets(*m_family.buckets);
    }

private:
    /// The older format has no info and no gauge histogram.
    [[nodiscard]] std::string_view typeText() const {
        switch (m_family.type) {
        case MetricType::Gauge:
            return "gauge";
        case MetricType::Counter:
            return "counter";
        case MetricType::Info:
            return m_isOpen ? "info" : "gauge";
        case MetricType::GaugeHistogram:
            return m_isOpen ? "gaugehistogram" : "histogram";
        }
        return "unknown";
    }

    void writeHead() {
        // The older format names a family as its samples are named.
        const std::string name = m_isOpen ? std::string(m_family.name) : sampleNameOf(m_family);
        m_out.append("# TYPE ").append(name).append(" ").append(typeText()).append("\n");
        if (m_isOpen && !m_family.unit.empty())
            m_out.append("# UNIT ").append(name).append(" ").append(m_family.unit).append("\n");
        m_out.append("# HELP ").append(name).append(" ");
        appendEscaped(m_out, m_family.help, m_isOpen);
        m_out += "\n";
    }

    void writeSample(std::string_view suffix, std::span<const MetricLabel> labels, double value) {
        m_out.append(m_family.name).append(suffix);
        char separator = '{';
        for (const MetricLabel& label : labels) {
            m_out.append(1, separator).append(label.name).append("=\"");
            appendEscaped(m_out, cleanText(label.value), true);
            m_out += '"';
            separator = ',';
        }
        m_out.append(labels.empty() ? " " : "} ").append(numberText(value)).append("\n");
    }

    void writeBuckets(const MetricBuckets& buckets) {
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < buckets.inEach.size(); ++i) {
            count += buckets.inEach[i];
            const double bound =
                i < buckets.bounds.size() ? buckets.bounds[i] : std::numeric_limits<double>::infinity();
            const std::array<MetricLabel, 1> label{{{"le", boundText(bound)}}};
            writeSample("_bucket", label, static_cast<double>(count));
        }
        writeSample(m_isOpen ? "_gcount" : "_count", {}, static_cast<double>(count));
        writeSample(m_isOpen ? "_gsum" : "_sum", {}, buckets.sum);
    }

    std::string& m_out;
    const MetricFamily& m_family;
    const bool m_isOpen;
};

} // namespace

MetricBuckets bucketsOf(std::vector<double> bounds) {
    MetricBuckets buckets;
    buckets.inEach.resize(bounds.size() + 1);
    buckets.bounds = std::move(bounds);
    return buckets;
}

void addTo(MetricBuckets& buckets, double value) {
    const auto bound = std::lower_bound(buckets.bounds.begin(), buckets.bounds.end(), value);
    ++buckets.inEach[static_cast<std::size_t>(bound - buckets.bounds.begin())];
    buckets.sum += value;
}

std::string sampleNameOf(const MetricFamily& family) {
    return std::string(family.name) + std::string(sampleSuffix(family.type));
}

std::string metricsText(std::span<const MetricFamily> families, MetricDialect dialect) {
    std::string out;
    for (const MetricFamily& family : families)
        FamilyWriter(out, family, dialect).write();
    if (dialect == MetricDialect::OpenMetrics)
        out += "# EOF\n";
    return out;
}

std::string_view contentTypeOf(MetricDialect dialect) {
    return dialect == MetricDialect::OpenMetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                                 : "text/plain; version=0.0.4; charset=utf-8";
}

MetricDialect dialectFor(std::string_view accept) {
    const bool namesOpen = accept.find("application/openmetrics-text") != std::string_view::npos;
    const bool namesPlain = accept.find("text/plain") != std::string_view::npos;
    return namesPlain && !namesOpen ? MetricDialect::Prometheus : MetricDialect::OpenMetrics;
}

} // namespace synscope
