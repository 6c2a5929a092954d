// SPDX-License-Identifier: Apache-2.0
//
// The desktop program: introduces the engine to the window. No logic of its own.
#include "app/synscope/command_line.h"
#include "app/synscope/export_command.h"
#include "core/engine/engine.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>
#include <utility>

namespace {

int runWindow(int& argc, char** argv, const synscope::CommandLine& line) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("synscope"));
    QApplication::setApplicationName(QStringLiteral("synscope"));
    QApplication::setApplicationVersion(QStringLiteral(SYNSCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("synscope"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/synscope.png")));
    const auto open = [](const std::string& path, std::stop_token stop) {
        return synscope::openSession(path, {}, std::move(stop));
    };
    synscope::ui::MainWindow window(open, line.theme);
    window.show();
    if (!line.file.empty())
        window.open(QString::fromLocal8Bit(line.file.c_str()));
    if (!line.filter.empty())
        window.setFilterText(QString::fromLocal8Bit(line.filter.c_str()));
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    using Action = synscope::CommandLine::Action;
    const auto line = synscope::parseCommandLine(std::span(argv + 1, argv + argc));
    if (!line) {
        std::fprintf(stderr, "synscope: %s\n", line.error().message.c_str());
        return 2;
    }
    switch (line.value().action) {
    case Action::Help:
        std::fputs(synscope::helpText().c_str(), stdout);
        return 0;
    case Action::Version:
        std::puts("synscope " SYNSCOPE_VERSION);
        return 0;
    case Action::Export:
        return synscope::runExport(argc, argv, line.value());
    case Action::Window:
        return runWindow(argc, argv, line.value());
    }
    return 2;
}
