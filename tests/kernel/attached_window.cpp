// SPDX-License-Identifier: Apache-2.0
//
// The window attached to this machine's sockets, told on standard output: a line of JSON a reading, with every row of
// its tables as it is shown, and the moment that the row's age goes back to. Ends when standard input does.
#include "core/engine/machine_watch.h"
#include "ui/machine/machine_leaks_view.h"
#include "ui/machine/machine_page.h"
#include "ui/machine/socket_groups_model.h"
#include "ui/machine/socket_leaks_model.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTableView>
#include <QTimer>

#include <chrono>
#include <iostream>
#include <map>

#include <unistd.h>

namespace synscope::test {
namespace {

QString cell(const QTableView* table, int row, int column) {
    return table->model()->index(row, column).data().toString();
}

/// The rows below the group that is chosen.
void addRows(const ui::MainWindow& window, const QString& owner, const QString& process, QJsonArray& rows) {
    const MachineView& view = *window.machine().view();
    std::map<QString, const SocketLeak*> byPeer;
    for (const SocketLeak& leak : view.leaks.leaks)
        if (QString::fromStdString(toText(leak.owed.socket.local)) == owner)
            byPeer.emplace(QString::fromStdString(toText(leak.owed.socket.peer)), &leak);
    const QTableView* const leaks = window.machine().leaks().leaks();
    for (int row = 0; row < leaks->model()->rowCount(); ++row) {
        const QString peer = cell(leaks, row, ui::SocketLeaksModel::Peer);
        const auto leak = byPeer.find(peer);
        if (leak == byPeer.end())
            continue; // ended, or a client's
        rows.append(QJsonObject{
            {QStringLiteral("owner"), owner},
            {QStringLiteral("process"), process},
            {QStringLiteral("peer"), peer},
            {QStringLiteral("state"), cell(leaks, row, ui::SocketLeaksModel::OwnState)},
            {QStringLiteral("age"), cell(leaks, row, ui::SocketLeaksModel::Age)},
            {QStringLiteral("since"), static_cast<double>(nsSinceEpoch(leak->second->since)) / 1e9},
        });
    }
}

void tell(const ui::MainWindow& window) {
    QTableView* const groups = window.machine().leaks().groups();
    QJsonArray rows;
    for (int row = 0; row < groups->model()->rowCount(); ++row) {
        groups->setCurrentIndex(groups->model()->index(row, 0));
        addRows(window, cell(groups, row, ui::SocketGroupsModel::Owner),
                cell(groups, row, ui::SocketGroupsModel::Process), rows);
    }
    const auto readings = static_cast<double>(window.machine().view()->readings);
    const QJsonObject line{{QStringLiteral("reading"), readings}, {QStringLiteral("rows"), rows}};
    std::cout << QJsonDocument(line).toJson(QJsonDocument::Compact).toStdString() << std::endl;
}

} // namespace
} // namespace synscope::test

int main(int argc, char** argv) {
    using namespace synscope;
    QApplication application(argc, argv);
    ui::MainWindow window(
        [](const std::string&, const std::stop_token&) -> Result<std::unique_ptr<Session>> {
            return Error{"opens no captures", {}, {}};
        },
        Theme::Light);
    window.setCaptureTools({.start = {}, .ask = {}, .watch = [] {
                                return watchThisMachine([] {
                                    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
                                });
                            }});
    window.show();
    window.attachToSockets();
    constexpr int kLookAgainMs = 20;
    std::uint64_t told = 0;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &window, [&] {
        if (window.machine().view() && window.machine().view()->readings > told) {
            test::tell(window);
            told = window.machine().view()->readings;
        }
    });
    look.start(kLookAgainMs);
    const QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    return QApplication::exec();
}
