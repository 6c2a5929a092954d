// SPDX-License-Identifier: Apache-2.0
//
// Frame times of the sequence diagram of a connection with a million segments, every one drawn, while it is scrolled:
// one row a segment and true time. Offscreen, into an image as large as a window's diagram; the targets are 8 ms at the
// median and 16 ms at the 99th percentile.
#include "tests/diagram/conversations.h"
#include "ui/diagram/ladder_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

constexpr std::size_t kSegments = 1'000'000;
constexpr int kFrames = 1'000;
constexpr double kMedianMs = 8;
constexpr double kSlowestMs = 16;

/// Bursts, losses and silence, as a long download has them: many segments share a place in true time.
std::shared_ptr<const synscope::ConnectionDetail> longConnection() {
    using namespace synscope;
    using namespace synscope::test;
    std::mt19937 random(7);
    DetailBuilder b;
    b.handshake();
    for (std::size_t i = 0; i < kSegments; ++i) {
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

struct FrameTimes {
    double layoutMs = 0;
    double medianMs = 0;
    double slowestMs = 0; ///< at the 99th percentile
};

FrameTimes timesOf(synscope::ui::LadderView& view, const std::shared_ptr<const synscope::ConnectionDetail>& detail) {
    FrameTimes times;
    QElapsedTimer clock;
    clock.start();
    view.setDetail(detail);
    times.layoutMs = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    QImage image(view.size(), QImage::Format_RGB32);
    QScrollBar& bar = *view.verticalScrollBar();
    std::mt19937 random(11);
    std::vector<double> frames;
    int place = 0;
    for (int i = 0; i < kFrames; ++i) { // a wheel's notches, and now and then a leap of the handle
        place = i % 25 == 0 ? static_cast<int>(random() % static_cast<unsigned>(bar.maximum() + 1)) : place + 120;
        bar.setValue(place);
        clock.restart();
        view.viewport()->render(&image);
        frames.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(frames.begin(), frames.end());
    times.medianMs = frames[frames.size() / 2];
    times.slowestMs = frames[frames.size() * 99 / 100];
    return times;
}

} // namespace

int main(int argc, char** argv) {
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {}); // figures only
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication application(argc, argv);
    const auto detail = longConnection();
    std::printf("%12s %12s %12s %12s %12s\n", "segments", "mode", "layout ms", "median ms", "p99 ms");
    bool isFast = true;
    for (const auto time : {synscope::LadderTime::Rows, synscope::LadderTime::True}) {
        synscope::ui::LadderView view;
        view.resize(760, 900);
        synscope::LadderOptions options;
        options.foldRuns = false;
        options.time = time;
        view.setOptions(options);
        const FrameTimes times = timesOf(view, detail);
        std::printf("%12zu %12s %12.0f %12.2f %12.2f\n", detail->segments.size(),
                    time == synscope::LadderTime::Rows ? "rows" : "true time", times.layoutMs, times.medianMs,
                    times.slowestMs);
        isFast = isFast && times.medianMs <= kMedianMs && times.slowestMs <= kSlowestMs;
    }
    std::printf("frames of at most %.0f ms at the median and %.0f ms at the 99th percentile: %s\n", kMedianMs,
                kSlowestMs, isFast ? "yes" : "no");
    return 0;
}
