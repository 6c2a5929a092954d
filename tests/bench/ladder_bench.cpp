// SPDX-License-Identifier: Apache-2.0
//
// Frame times of the sequence diagram of a long connection, every segment drawn, while it is scrolled and zoomed: one
// row a segment and true time, of twenty thousand segments and of a million. Offscreen, into an image as large as a
// window's diagram, in milliseconds of the processor's time, so that other programs' work does not count; the targets
// are 8 ms at the median and 16 ms at the 99th percentile.
#include "tests/diagram/conversations.h"
#include "ui/diagram/ladder_view.h"

#include <QApplication>
#include <QImage>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <vector>

namespace {

constexpr int kFrames = 1'000;
constexpr double kMedianMs = 8;
constexpr double kSlowestMs = 16;

/// Bursts, losses and silence, as a long download has them: many segments share a place in true time.
std::shared_ptr<const synscope::ConnectionDetail> longConnection(std::size_t segments) {
    using namespace synscope;
    using namespace synscope::test;
    std::mt19937 random(7);
    DetailBuilder b;
    b.handshake();
    for (std::size_t i = 0; i < segments; ++i) {
        const bool isAck = i % 3 == 2;
        b.wait(std::chrono::microseconds(random() % 64 == 0 ? 4'000 + random() % 20'000 : random() % 30));
        b.send(isAck ? kClient : kServer, "A", isAck ? 0 : 1448);
        if (random() % 100 == 0)
            b.mark(isAck ? Mark::DuplicateAck : Mark::Retransmission);
        if (random() % 20'000 == 0)
            b.wait(std::chrono::seconds(2));
    }
    return b.endAfter(std::chrono::seconds(1));
}

double millisecondsSince(std::clock_t begin) {
    return static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
}

struct FrameTimes {
    double medianMs = 0;
    double slowestMs = 0; ///< at the 99th percentile
    [[nodiscard]] bool isFast() const { return medianMs <= kMedianMs && slowestMs <= kSlowestMs; }
};

FrameTimes framesOf(synscope::ui::LadderView& view, const std::function<void(int)>& step) {
    QImage image(view.size(), QImage::Format_RGB32);
    std::vector<double> frames;
    for (int i = 0; i < kFrames; ++i) {
        const std::clock_t begin = std::clock();
        step(i);
        view.viewport()->render(&image);
        frames.push_back(millisecondsSince(begin));
    }
    std::sort(frames.begin(), frames.end());
    return {frames[frames.size() / 2], frames[frames.size() * 99 / 100]};
}

/// A wheel's notches, and now and then a leap of the handle.
FrameTimes scrolled(synscope::ui::LadderView& view) {
    QScrollBar& bar = *view.verticalScrollBar();
    std::mt19937 random(11);
    int place = 0;
    return framesOf(view, [&](int i) {
        place = i % 25 == 0 ? static_cast<int>(random() % static_cast<unsigned>(bar.maximum() + 1)) : place + 120;
        bar.setValue(place);
    });
}

/// Notches of a wheel with Ctrl, which never rests.
FrameTimes zoomed(synscope::ui::LadderView& view) {
    return framesOf(view, [&](int i) { view.setZoom(view.zoom() * (i % 10 < 5 ? 1.1892 : 1 / 1.1892)); });
}

bool isFastWith(const std::shared_ptr<const synscope::ConnectionDetail>& detail, synscope::LadderTime time) {
    synscope::ui::LadderView view;
    view.resize(760, 900);
    synscope::LadderOptions options;
    options.foldRuns = false;
    options.time = time;
    view.setOptions(options);
    const std::clock_t begin = std::clock();
    view.setDetail(detail);
    while (!view.layoutShown().detail)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double layoutMs = millisecondsSince(begin);
    const FrameTimes scroll = scrolled(view);
    const FrameTimes zoom = zoomed(view);
    std::printf("%12zu %12s %12.1f %12.2f %12.2f %12.2f %12.2f\n", detail->segments.size(),
                time == synscope::LadderTime::Rows ? "rows" : "true time", layoutMs, scroll.medianMs, scroll.slowestMs,
                zoom.medianMs, zoom.slowestMs);
    return scroll.isFast() && zoom.isFast();
}

} // namespace

int main(int argc, char** argv) {
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {}); // figures only
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication application(argc, argv);
    std::printf("%12s %12s %12s %25s %25s\n", "", "", "", "scrolling: median, p99", "zooming: median, p99");
    std::printf("%12s %12s %12s %12s %12s %12s %12s\n", "segments", "mode", "layout ms", "ms", "ms", "ms", "ms");
    bool isFast = true;
    for (const std::size_t segments : {20'000U, 1'000'000U}) {
        const auto detail = longConnection(segments);
        for (const auto time : {synscope::LadderTime::Rows, synscope::LadderTime::True})
            isFast = isFastWith(detail, time) && isFast;
    }
    std::printf("frames of at most %.0f ms at the median and %.0f ms at the 99th percentile: %s\n", kMedianMs,
                kSlowestMs, isFast ? "yes" : "no");
    return 0;
}
