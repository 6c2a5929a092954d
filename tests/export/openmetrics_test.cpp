// SPDX-License-Identifier: Apache-2.0
//
// Text for monitoring systems, letter by letter.
#include "core/export/openmetrics.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::string textOf(const MetricFamily& family, MetricDialect dialect = MetricDialect::OpenMetrics) {
    return metricsText({&family, 1}, dialect);
}

MetricFamily histogram() {
    MetricFamily family{"age_seconds", MetricType::GaugeHistogram, "seconds", "How old.", {}, bucketsOf({1, 10.5})};
    for (const double age : {0.5, 1.0, 10.0, 99.0})
        addTo(*family.buckets, age);
    return family;
}

TEST(OpenMetrics, SayTypeUnitAndHelpBeforeTheSamples) {
    const MetricFamily family{"rest_seconds", MetricType::Gauge, "seconds", "How long.", {{{}, 1.5}}, {}};
    EXPECT_EQ(textOf(family), "# TYPE rest_seconds gauge\n"
                              "# UNIT rest_seconds seconds\n"
                              "# HELP rest_seconds How long.\n"
                              "rest_seconds 1.5\n"
                              "# EOF\n");
    EXPECT_EQ(textOf(family, MetricDialect::Prometheus), "# TYPE rest_seconds gauge\n"
                                                         "# HELP rest_seconds How long.\n"
                                                         "rest_seconds 1.5\n");
}

TEST(OpenMetrics, NameAFamilyWithoutTheEndingOfItsSamples) {
    const MetricFamily counter{"scans", MetricType::Counter, "", "Readings.", {{{}, 12}}, {}};
    EXPECT_EQ(textOf(counter), "# TYPE scans counter\n# HELP scans Readings.\nscans_total 12\n# EOF\n");
    EXPECT_EQ(textOf(counter, MetricDialect::Prometheus),
              "# TYPE scans_total counter\n# HELP scans_total Readings.\nscans_total 12\n");
    const MetricFamily info{"build", MetricType::Info, "", "What runs.", {{{{"version", "1.2"}}, 1}}, {}};
    EXPECT_EQ(textOf(info), "# TYPE build info\n# HELP build What runs.\nbuild_info{version=\"1.2\"} 1\n# EOF\n");
    EXPECT_EQ(textOf(info, MetricDialect::Prometheus),
              "# TYPE build_info gauge\n# HELP build_info What runs.\nbuild_info{version=\"1.2\"} 1\n");
}

TEST(OpenMetrics, SumBucketsUpToTheOneWithoutABound) {
    EXPECT_EQ(textOf(histogram()), "# TYPE age_seconds gaugehistogram\n"
                                   "# UNIT age_seconds seconds\n"
                                   "# HELP age_seconds How old.\n"
                                   "age_seconds_bucket{le=\"1.0\"} 2\n"
                                   "age_seconds_bucket{le=\"10.5\"} 3\n"
                                   "age_seconds_bucket{le=\"+Inf\"} 4\n"
                                   "age_seconds_gcount 4\n"
                                   "age_seconds_gsum 110.5\n"
                                   "# EOF\n");
    EXPECT_EQ(textOf(histogram(), MetricDialect::Prometheus), "# TYPE age_seconds histogram\n"
                                                              "# HELP age_seconds How old.\n"
                                                              "age_seconds_bucket{le=\"1.0\"} 2\n"
                                                              "age_seconds_bucket{le=\"10.5\"} 3\n"
                                                              "age_seconds_bucket{le=\"+Inf\"} 4\n"
                                                              "age_seconds_count 4\n"
                                                              "age_seconds_sum 110.5\n");
}

TEST(OpenMetrics, EscapeWhatWouldEndALabelOrALine) {
    const MetricFamily family{"x", MetricType::Gauge, "", "A \"b\\c\"\nd", {{{{"p", "q\"\\z"}, {"r", "a\nb\xff"}}, 1}},
                              {}};
    const std::string labels = "x{p=\"q\\\"\\\\z\",r=\"a\xEF\xBF\xBD"
                               "b\xEF\xBF\xBD\"} 1\n";
    EXPECT_EQ(textOf(family), "# TYPE x gauge\n# HELP x A \\\"b\\\\c\\\"\\nd\n" + labels + "# EOF\n");
    EXPECT_EQ(textOf(family, MetricDialect::Prometheus), "# TYPE x gauge\n# HELP x A \"b\\\\c\"\\nd\n" + labels);
}

TEST(OpenMetrics, EndWithTheMarkEvenWithoutFamilies) {
    EXPECT_EQ(metricsText({}, MetricDialect::OpenMetrics), "# EOF\n");
    EXPECT_EQ(metricsText({}, MetricDialect::Prometheus), "");
}

TEST(OpenMetrics, GiveTheOlderTextToThoseWhoAskForNothingElse) {
    EXPECT_EQ(dialectFor(""), MetricDialect::OpenMetrics);
    EXPECT_EQ(dialectFor("*/*"), MetricDialect::OpenMetrics);
    EXPECT_EQ(dialectFor("text/plain;version=0.0.4;q=1,*/*;q=0.1"), MetricDialect::Prometheus);
    EXPECT_EQ(dialectFor("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
              MetricDialect::OpenMetrics);
    EXPECT_EQ(contentTypeOf(MetricDialect::OpenMetrics), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    EXPECT_EQ(contentTypeOf(MetricDialect::Prometheus), "text/plain; version=0.0.4; charset=utf-8");
}

} // namespace
} // namespace synscope::test
