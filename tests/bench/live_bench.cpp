// SPDX-License-Identifier: Apache-2.0
//
// live_bench [PACKETS A SECOND [SECONDS]]: a live capture under load, as a user has it: synscope-capture on a loopback
// interface of its own network namespace, the window, offscreen. What was sent is captured or counted as dropped; how
// long the window's thread was busy with one thing, and how much memory it took. Skipped where it may not capture.
#include "core/engine/helper_path.h"
#include "core/engine/live_session.h"
#include "tests/bench/segment_storm.h"
#include "tests/sockets/own_network.h"
#include "ui/main_window.h"
#include "ui/pages/welcome_page.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <variant>

#include <sys/resource.h>

namespace {

using synscope::LoadState;

constexpr int kTickMs = 2;
constexpr qint64 kMostSettleMs = 15'000; ///< for the rest to be read after the last packet was sent
constexpr std::uint64_t kSpoolBytes = std::uint64_t{256} << 20;

struct Feeling {
    synscope::bench::Storm storm;
    LoadState load;
    std::size_t connections = 0;
    std::size_t connectionsLetGo = 0;
    qint64 longestGapMs = 0;
    qint64 settledMs = 0; ///< after the storm was over
    std::string trouble;
};

std::uint64_t accountedFor(const LoadState& load) {
    return load.packets + load.kernelDrops;
}

/// Follows one capture in the window until all that was sent is accounted for.
Feeling captureStorm(synscope::bench::SegmentStorm& storm) {
    Feeling feeling;
    const synscope::OpenSession open =
        [&feeling](const std::string&, std::stop_token stop) -> synscope::Result<std::unique_ptr<synscope::Session>> {
        auto started = synscope::startCapture({.interfaces = {"lo"}, .mostBytes = kSpoolBytes},
                                              {.program = synscope::helperPath()}, stop);
        if (const auto* const trouble = std::get_if<synscope::CaptureTrouble>(&started))
            return synscope::Error{trouble->message, {}, {}};
        return std::move(std::get<0>(started));
    };
    synscope::ui::MainWindow window(open, synscope::Theme::Light);
    window.resize(1600, 1000);
    window.show();
    window.open(QStringLiteral("-"));
    QElapsedTimer clock;
    clock.start();
    bool hasBegun = false;
    qint64 last = clock.elapsed();
    qint64 overAt = 0;
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &window, [&] {
        const qint64 now = clock.elapsed();
        const synscope::Snapshot& snapshot = *window.state().snapshot();
        if (!hasBegun && window.isOpen()) {
            storm.begin();
            hasBegun = true;
        } else if (hasBegun) {
            feeling.longestGapMs = std::max(feeling.longestGapMs, now - last);
        }
        last = now;
        if (!hasBegun && !window.welcome().errorMessage().isEmpty()) {
            feeling.trouble = window.welcome().errorMessage().toStdString();
            QApplication::exit(); // quit() would ask about unsaved packets
        }
        const auto result = hasBegun ? storm.result() : std::nullopt;
        if (!result)
            return;
        overAt = overAt == 0 ? now : overAt;
        if (accountedFor(snapshot.load) < result->packets && now - overAt < kMostSettleMs)
            return;
        feeling.storm = *result;
        feeling.load = snapshot.load;
        feeling.connections = snapshot.size();
        feeling.connectionsLetGo = snapshot.connectionsLetGo();
        feeling.settledMs = now - overAt;
        QApplication::exit(); // quit() would ask about unsaved packets
    });
    tick.start(kTickMs);
    QApplication::exec();
    return feeling;
}

double mostResidentMebibytes() {
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_maxrss) / 1024;
}

} // namespace

int main(int argc, char** argv) {
    const auto rate = static_cast<std::uint64_t>(argc > 1 ? std::atoll(argv[1]) : 500'000);
    const double seconds = argc > 2 ? std::atof(argv[2]) : 20;
    if (const std::string obstacle = synscope::test::enterOwnNetwork(); !obstacle.empty()) {
        std::printf("live_bench: skipped, %s\n", obstacle.c_str());
        return 0;
    }
    synscope::bench::SegmentStorm storm(rate, seconds);
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {}); // figures only
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication application(argc, argv);
    const Feeling feeling = captureStorm(storm);
    if (!feeling.trouble.empty()) {
        std::printf("live_bench: skipped, %s\n", feeling.trouble.c_str());
        return 0;
    }
    const auto wanted = static_cast<double>(feeling.storm.packets);
    std::printf("%14s %12s %14s %12s %10s %12s %12s %10s %14s %10s %10s\n", "wanted /s", "sent /s", "sent", "captured",
                "dropped", "unaccounted", "connections", "let go", "longest gap ms", "settled ms", "RSS MiB");
    std::printf("%14llu %12.0f %14llu %12llu %10llu %12lld %12zu %10zu %14lld %10lld %10.0f\n",
                static_cast<unsigned long long>(rate), wanted / feeling.storm.seconds,
                static_cast<unsigned long long>(feeling.storm.packets),
                static_cast<unsigned long long>(feeling.load.packets),
                static_cast<unsigned long long>(feeling.load.kernelDrops),
                static_cast<long long>(feeling.storm.packets) - static_cast<long long>(accountedFor(feeling.load)),
                feeling.connections, feeling.connectionsLetGo, static_cast<long long>(feeling.longestGapMs),
                static_cast<long long>(feeling.settledMs), mostResidentMebibytes());
    return 0;
}
