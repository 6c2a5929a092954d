// SPDX-License-Identifier: Apache-2.0
//
// How the window feels while a large capture loads: when the first rows are there, when all is loaded, and the longest
// time its thread was busy with one thing. Offscreen; beside it the same load without a window, for the ratio.
#include "core/engine/engine.h"
#include "tests/bench/capture_generator.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr int kTickMs = 2;

struct Feeling {
    qint64 firstRowsMs = -1;
    qint64 loadedMs = -1;
    qint64 longestGapMs = 0;
    double processorMs = 0; ///< until all was loaded
};

double processorMs() {
    return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

struct Load {
    double elapsedMs = 0;
    double processorMs = 0;
};

Load loadWithoutWindow(const std::string& path) {
    QElapsedTimer clock;
    clock.start();
    const double begin = processorMs();
    const auto loaded = synscope::loadCapture(path, {});
    return {static_cast<double>(clock.elapsed()), processorMs() - begin};
}

Feeling loadInWindow(const std::string& path) {
    synscope::ui::MainWindow window(
        [](const std::string& name, std::stop_token stop) { return synscope::openSession(name, {}, std::move(stop)); },
        synscope::Theme::Light);
    window.resize(1600, 1000);
    window.show();
    QApplication::processEvents();
    Feeling feeling;
    QElapsedTimer clock;
    clock.start();
    const double begin = processorMs();
    window.open(QString::fromStdString(path));
    qint64 last = clock.elapsed();
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &window, [&] {
        const qint64 now = clock.elapsed();
        feeling.longestGapMs = std::max(feeling.longestGapMs, now - last);
        last = now;
        const synscope::Snapshot& snapshot = *window.state().snapshot();
        if (feeling.firstRowsMs < 0 && snapshot.size() > 0)
            feeling.firstRowsMs = now;
        if (snapshot.load.finished) {
            feeling.loadedMs = now;
            feeling.processorMs = processorMs() - begin;
            QApplication::quit();
        }
    });
    tick.start(kTickMs);
    QApplication::exec();
    return feeling;
}

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// What came of several rounds, by turns without and with a window.
struct Rounds {
    std::vector<double> headlessMs;
    std::vector<double> firstRowsMs;
    std::vector<double> loadedMs;
    std::vector<double> processorRatios;
    std::vector<double> gapsMs;

    void play(const std::string& path) {
        const Load headless = loadWithoutWindow(path);
        const Feeling feeling = loadInWindow(path);
        headlessMs.push_back(headless.elapsedMs);
        firstRowsMs.push_back(static_cast<double>(feeling.firstRowsMs));
        loadedMs.push_back(static_cast<double>(feeling.loadedMs));
        processorRatios.push_back(feeling.processorMs / headless.processorMs);
        gapsMs.push_back(static_cast<double>(feeling.longestGapMs));
    }
    void print(std::uint64_t packets, std::uint32_t connections) const {
        const auto most = [](const std::vector<double>& values) {
            return *std::max_element(values.begin(), values.end());
        };
        std::printf("%12llu %12u %12.0f %14.0f (%.0f) %10.0f %8.2f %10.2f %10.0f (%.0f)\n",
                    static_cast<unsigned long long>(packets), connections, medianOf(headlessMs), medianOf(firstRowsMs),
                    most(firstRowsMs), medianOf(loadedMs), medianOf(loadedMs) / medianOf(headlessMs),
                    medianOf(processorRatios), medianOf(gapsMs), most(gapsMs));
    }
};

} // namespace

int main(int argc, char** argv) {
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {}); // figures only
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    std::printf("medians of %d rounds, in brackets the most\n%12s %12s %12s %18s %10s %8s %10s %15s\n", rounds,
                "packets", "connections", "headless ms", "first rows ms", "loaded ms", "ratio", "CPU ratio",
                "longest gap ms");
    for (const auto& [connections, packets] : {std::pair{100'000U, 1'000'000U}, std::pair{1'000'000U, 8'000'000U}}) {
        synscope::bench::CaptureShape shape;
        shape.connections = connections;
        shape.packets = packets;
        const std::string path = folder.filePath(QStringLiteral("load.pcap")).toStdString();
        const std::uint64_t written = synscope::bench::writeCapture(path, shape).packets;
        if (written == 0) {
            std::fprintf(stderr, "window_bench: cannot write %s\n", path.c_str());
            return 1;
        }
        Rounds all;
        for (int round = 0; round < rounds; ++round)
            all.play(path);
        all.print(written, connections);
    }
    return 0;
}
