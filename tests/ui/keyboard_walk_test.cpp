// SPDX-License-Identifier: Apache-2.0
//
// Open, filter, select, explain, export, print: with the keyboard alone, as somebody does who has no mouse.
#include "core/engine/engine.h"
#include "ui/connections_table.h"
#include "ui/diagram/ladder_view.h"
#include "ui/export/print_preview.h"
#include "ui/main_window.h"
#include "ui/models/connections_model.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

#include <functional>

namespace synscope::ui {
namespace {

class KeyboardWalk : public testing::Test {
protected:
    KeyboardWalk() {
        QFile::copy(QStringLiteral(SYNSCOPE_SOURCE_DIR "/resources/lessons/04-close-wait-leak.pcap"), capture());
        window.resize(1280, 720);
        window.show();
    }
    QString capture() const { return folder.filePath(QStringLiteral("orders.pcap")); }
    /// Whatever has the focus: offscreen, nobody makes a dialog the active window.
    QWidget* focus() {
        QWidget* const top = QApplication::activeModalWidget() == nullptr ? &window : QApplication::activeModalWidget();
        top->activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(top));
        return top->focusWidget() != nullptr ? top->focusWidget() : top;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(focus(), key, modifiers);
    }
    void type(const QString& text) { QTest::keyClicks(focus(), text); }
    /// At once: a dialog for files goes where a path leads while one types.
    void paste(const QString& text) {
        QGuiApplication::clipboard()->setText(text);
        press(Qt::Key_A, Qt::ControlModifier);
        press(Qt::Key_V, Qt::ControlModifier);
    }
    /// In the dialog for files that `open` opens, which has its own event loop.
    static void answer(const std::function<void()>& open, const std::function<void()>& keys) {
        QTimer waiting;
        QObject::connect(&waiting, &QTimer::timeout, [&] {
            if (qobject_cast<QFileDialog*>(QApplication::activeModalWidget()) == nullptr)
                return;
            waiting.stop();
            keys();
        });
        waiting.start(5);
        open();
    }
    QAbstractItemModel& rows() { return *window.connections().table().model(); }

    QTemporaryDir folder;
    MainWindow window{[](const std::string& path, std::stop_token stop) { return openSession(path, {}, stop); },
                      Theme::Light};
};

TEST_F(KeyboardWalk, OpensFiltersSelectsExplainsExportsAndPrints) {
    answer([this] { press(Qt::Key_O, Qt::ControlModifier); },
           [this] {
               paste(capture());
               press(Qt::Key_Return);
           });
    ASSERT_TRUE(QTest::qWaitFor([this] { return rows().rowCount() == 8; }));

    press(Qt::Key_F, Qt::ControlModifier);
    type(QStringLiteral("close_wait > 80s"));
    press(Qt::Key_Return);
    ASSERT_TRUE(QTest::qWaitFor([this] { return rows().rowCount() == 3; }));

    press(Qt::Key_2, Qt::AltModifier);
    press(Qt::Key_Home);
    press(Qt::Key_Down);
    ASSERT_TRUE(QTest::qWaitFor([this] {
        return window.detail().detail() != nullptr && window.detail().detail()->id == window.state().selected() &&
               window.detail().detail()->endpoint[0].address.port == 40042;
    }));

    press(Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
    EXPECT_TRUE(window.detail().doesExplain());

    const QString picture = folder.filePath(QStringLiteral("leak.png"));
    press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(QTest::qWaitFor([] { return QApplication::activeModalWidget() != nullptr; }));
    answer([this] { press(Qt::Key_Return); },
           [this, picture] {
               paste(picture);
               press(Qt::Key_Return);
           });
    ASSERT_TRUE(QTest::qWaitFor([&] { return QFile::exists(picture); }));
    EXPECT_GT(QImage(picture).height(), 2'000) << "with its explanation";
    press(Qt::Key_Escape);

    press(Qt::Key_P, Qt::ControlModifier);
    ASSERT_TRUE(QTest::qWaitFor([this] { return window.findChild<PrintPreview*>() != nullptr; }));
    press(Qt::Key_Escape);
    EXPECT_TRUE(QTest::qWaitFor([this] { return window.findChild<PrintPreview*>() == nullptr; }));
}

} // namespace
} // namespace synscope::ui
