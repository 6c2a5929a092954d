// SPDX-License-Identifier: Apache-2.0
//
// How long the left side of the window takes to paint while a million connections are scrolled and their time is
// zoomed: table and overview into a picture, offscreen, as plain rows and in sections. Median and the 99th of a
// hundred, in milliseconds of the processor's time; beside them what making sections and the overview costs its worker.
#include "core/engine/engine.h"
#include "tests/bench/capture_generator.h"
#include "ui/connections_table.h"
#include "ui/models/connection_groups.h"
#include "ui/models/connections_model.h"
#include "ui/models/state_overview.h"
#include "ui/overview_strip.h"
#include "ui/theme.h"
#include "ui/time_axis.h"

#include <QApplication>
#include <QImage>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

namespace synscope::bench {
namespace {

constexpr int kFrames = 400;

/// Of the processor's time, so that other programs' work does not count.
double millisecondsSince(std::clock_t begin) {
    return static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
}

struct View {
    ui::ViewState state;
    ui::TimeAxis axis{state};
    ui::ConnectionsModel model{state};
    ui::ConnectionsTable table{model, state, axis};
    ui::OverviewStrip strip{state, axis};
    QImage picture{1100, 800, QImage::Format_ARGB32_Premultiplied};

    View() {
        table.resize(1100, 690);
        strip.resize(1100, 106);
        table.show();
        strip.show();
    }
    void wait() {
        do
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        while (model.isBusy() || strip.isBusy());
    }
};

enum class Painted { Table, Both };

/// What scrolls leaves the overview as it is.
void frames(const char* what, View& view, Painted painted, const std::function<void(int)>& step) {
    std::vector<double> times;
    for (int i = 0; i < kFrames; ++i) {
        const std::clock_t begin = std::clock();
        step(i);
        if (painted == Painted::Both)
            view.strip.render(&view.picture, {0, 0});
        view.table.render(&view.picture, {0, 110});
        times.push_back(millisecondsSince(begin));
    }
    std::sort(times.begin(), times.end());
    std::printf("%-44s median %6.2f ms   p99 %6.2f ms\n", what, times[times.size() / 2],
                times[times.size() * 99 / 100]);
}

void framesOf(const char* rows, View& view) {
    QScrollBar& bar = *view.table.verticalScrollBar();
    std::printf("%s: %d rows\n", rows, view.model.rowCount());
    frames("  scroll by a wheel's notch", view, Painted::Table, [&](int i) { bar.setValue(i * 78); });
    frames("  scroll by pages", view, Painted::Table,
           [&](int i) { bar.setValue(i * view.table.viewport()->height()); });
    frames("  drag the scroll bar", view, Painted::Table,
           [&](int i) { bar.setValue(static_cast<int>(bar.maximum() / kFrames) * i); });
    frames("  zoom in and out", view, Painted::Both, [&](int i) {
        const ui::TimeRange shown = view.axis.range();
        view.axis.zoom(shown.timeAt(0.3, 1), i % 100 < 50 ? 1.25 : 0.8);
    });
    view.axis.show({view.axis.capture().begin, view.axis.capture().begin + std::chrono::seconds(5)});
    frames("  move the axis", view, Painted::Both, [&](int i) { view.axis.pan(i % 200 < 100 ? 0.05 : -0.05); });
    view.axis.show(view.axis.capture());
}

void costOfSections(const SnapshotPtr& snapshot) {
    const std::atomic<bool> goOn{false};
    ui::Order order;
    for (const ConnectionId id : snapshot->connections())
        order.push_back(indexOf(id));
    for (const auto& [name, by] :
         {std::pair("server", ui::GroupBy::Server), std::pair("client", ui::GroupBy::Client)}) {
        const std::clock_t begin = std::clock();
        const auto grouped = ui::groupedOrder(*snapshot, order, by, goOn);
        const double made = millisecondsSince(begin);
        const std::clock_t between = std::clock();
        const std::size_t rows = ui::rowsOf(*grouped, {}).size();
        std::printf("sections by %-10s %8.1f ms, their rows %6.1f ms (%zu sections, %zu rows)\n", name, made,
                    millisecondsSince(between), grouped->groups.size(), rows);
    }
    const std::clock_t begin = std::clock();
    const auto overview = ui::stateOverview(*snapshot, 1076, goOn);
    std::printf("overview               %8.1f ms (at most %u at once)\n", millisecondsSince(begin), overview->highest);
}

} // namespace
} // namespace synscope::bench

int main(int argc, char** argv) {
    using namespace synscope;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication application(argc, argv);
    ui::applyTheme(application, Theme::Light, 1);
    bench::CaptureShape shape;
    shape.connections = 1'000'000;
    shape.packets = 8'000'000;
    const std::string path = folder.filePath(QStringLiteral("table.pcap")).toStdString();
    if (bench::writeCapture(path, shape).packets == 0) {
        std::fprintf(stderr, "table_bench: cannot write %s\n", path.c_str());
        return 1;
    }
    const Result<LoadedCapture> loaded = loadCapture(path, {});
    if (!loaded) {
        std::fprintf(stderr, "table_bench: %s\n", loaded.error().message.c_str());
        return 1;
    }
    bench::costOfSections(loaded.value().snapshot);
    bench::View view;
    view.state.setSnapshot(loaded.value().snapshot);
    view.wait();
    bench::framesOf("plain", view);
    view.model.setGroupBy(ui::GroupBy::Client);
    view.wait();
    bench::framesOf("in sections", view);
    return 0;
}
