// SPDX-License-Identifier: Apache-2.0
//
// How long a reader waits after choosing a connection, short and very long: until the diagram shows its beginning and
// until it shows all of it, and the longest time that the window's thread was busy with one thing. Offscreen; elapsed
// milliseconds, the best of three.
#include "core/engine/engine.h"
#include "tests/bench/capture_generator.h"
#include "ui/diagram/ladder_view.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace synscope;

constexpr int kTickMs = 2;

struct Wait {
    qint64 beginningMs = 1'000'000;
    qint64 wholeMs = 1'000'000;
    qint64 longestGapMs = 1'000'000;
};

Wait waitFor(ui::MainWindow& window, ConnectionId id) {
    const auto& ladder = *window.findChild<ui::LadderView*>();
    window.state().select(kNoConnection);
    QApplication::processEvents();
    Wait wait;
    QElapsedTimer clock;
    clock.start();
    qint64 last = 0;
    qint64 longest = 0;
    bool isBegun = false;
    QTimer tick; // between two of them this thread rests, as a window does
    tick.start(kTickMs);
    window.state().select(id);
    const auto packets = window.state().snapshot()->row(id).packets();
    for (bool isWhole = false; !isWhole;) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        const qint64 now = clock.elapsed();
        longest = std::max(longest, now - last);
        last = now;
        const auto& detail = ladder.layoutShown().detail;
        if (!detail || detail->id != id)
            continue;
        if (!isBegun)
            wait.beginningMs = now;
        isBegun = true;
        isWhole = detail->segments.size() + detail->omittedSegments == packets;
        wait.wholeMs = now;
    }
    wait.longestGapMs = longest;
    return wait;
}

} // namespace

int main(int argc, char** argv) {
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {}); // figures only
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication application(argc, argv);
    std::printf("%12s %14s %14s %16s\n", "segments", "beginning ms", "whole ms", "longest gap ms");
    const std::uint64_t most = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 5'000'000;
    for (const std::uint64_t packets : {std::uint64_t{10}, std::uint64_t{100'000}, most}) {
        bench::CaptureShape shape;
        shape.connections = 1;
        shape.packets = packets;
        const std::string path = folder.filePath(QStringLiteral("select.pcap")).toStdString();
        if (bench::writeCapture(path, shape).packets == 0)
            return 1;
        ui::MainWindow window(
            [](const std::string& name, std::stop_token stop) { return openSession(name, {}, std::move(stop)); },
            Theme::Light);
        window.resize(1600, 1000);
        window.show();
        window.open(QString::fromStdString(path));
        while (!window.state().snapshot()->load.finished)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        Wait best;
        for (int round = 0; round < 3; ++round) {
            const Wait wait = waitFor(window, ConnectionId{0});
            best = {std::min(best.beginningMs, wait.beginningMs), std::min(best.wholeMs, wait.wholeMs),
                    std::min(best.longestGapMs, wait.longestGapMs)};
        }
        std::printf("%12llu %14lld %14lld %16lld\n",
                    static_cast<unsigned long long>(window.state().snapshot()->row(ConnectionId{0}).packets()),
                    static_cast<long long>(best.beginningMs), static_cast<long long>(best.wholeMs),
                    static_cast<long long>(best.longestGapMs));
    }
    return 0;
}
