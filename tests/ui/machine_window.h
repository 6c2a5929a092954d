// SPDX-License-Identifier: Apache-2.0
//
// A window over readings of this machine's sockets made by hand, alone or beside a live capture made by hand.
#pragma once

#include "tests/ui/fake_session.h"
#include "ui/capture_pages.h"
#include "ui/machine/machine_leaks_view.h"
#include "ui/machine/machine_page.h"
#include "ui/machine/socket_groups_model.h"
#include "ui/machine/socket_leaks_model.h"
#include "ui/machine/sockets_model.h"
#include "ui/machine/sockets_view.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QTableView>
#include <QTest>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace synscope::test {

using std::chrono::minutes;
using std::chrono::seconds;
inline constexpr SocketAddress kServer{IpAddress::fromV4(0x0a000002), 8080};
inline constexpr std::uint64_t kNamespace = 4026531840;

class MachineTest : public testing::Test {
protected:
    MachineTest() {
        m_window.resize(1280, 720);
        m_window.setCaptureTools(
            {.start = [this](const CaptureRequest& request, std::stop_token) { return start(request); },
             .ask =
                 [](const auto&, const auto&) {
                     return HelperAnswer{"[]", 0, forbidden()};
                 },
             .watch = [this] { return watch(); }});
        m_window.show();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_window));
        m_reading.netNamespaces = {kNamespace};
        m_reading.processes = {{4711, 998, "orders-api", "/srv/orders-api --port 8080", "orders", "orders.service"}};
        m_reading.userNames = {{998, "orders"}};
    }
    static CaptureTrouble forbidden() {
        return {"no-permission", "no permission to capture", {}, "sudo setcap cap_net_raw=ep synscope-capture"};
    }
    /// On the starter's thread.
    std::variant<std::unique_ptr<Session>, CaptureTrouble> start(const CaptureRequest& request) {
        auto session = makeFakeSession(std::make_shared<bool>(false));
        session->live = LiveCapture{request,
                                    [] { return LiveState{}; },
                                    [](const std::string&, const std::atomic<bool>&) { return std::nullopt; },
                                    {},
                                    watch()};
        m_packets = session->mailbox;
        return session;
    }
    /// A live capture of a connection from 10.0.0.1:40000 to 10.9.9.9:8080, whose server's end is a socket here.
    MachineSocket& capture(State kernelSays) {
        m_window.startCapture({.interfaces = {"lo"}});
        EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.isOpen(); }));
        MachineSocket socket = socketOf(40000, kernelSays);
        socket.local.address = IpAddress::fromV4(0x0a090909);
        m_reading.sockets.push_back(socket);
        return m_reading.sockets.back();
    }
    void publishPackets(bool finished = false) {
        m_packets->publish(m_capture.snapshot(finished));
        QCoreApplication::processEvents();
    }
    QTableView* beside() { return m_window.pages().sockets().table(); }
    std::unique_ptr<MachineWatch> watch() {
        auto watch = std::make_unique<MachineWatch>();
        m_mailbox = watch->mailbox;
        watch->setPolicy = [this](const DiagnosePolicy& policy) { m_policy = policy; };
        ++m_watches;
        return watch;
    }
    static MachineSocket socketOf(std::uint16_t clientPort, State state) {
        MachineSocket socket;
        socket.local = kServer;
        socket.peer = {IpAddress::fromV4(0x0a000001), clientPort};
        socket.state = state;
        socket.isServerSide = true;
        socket.uid = 998;
        socket.inode = socket.cookie = 100 + clientPort;
        socket.netNamespace = kNamespace;
        socket.holder = SocketHolder::Known;
        socket.process = 0;
        return socket;
    }
    void add(std::uint16_t clientPort, State state) { m_reading.sockets.push_back(socketOf(clientPort, state)); }
    OwedSocket& addLeak(std::uint16_t clientPort, Duration atLeast, OwedCause cause = OwedCause::NotClosed) {
        add(clientPort, State::CloseWait);
        OwedSocket owed;
        owed.socket = m_reading.sockets.back();
        owed.cause = cause;
        owed.atLeast = atLeast;
        owed.text = "the program never called close()";
        m_reading.owed.push_back(owed);
        return m_reading.owed.back();
    }
    void publish(int atSecond) {
        m_reading.time = FakeCapture::at(atSecond);
        m_ledger.add(m_reading);
        auto view = std::make_shared<MachineView>();
        view->readings = ++m_readings;
        view->reading = m_reading;
        view->leaks = m_ledger.leaks();
        view->rest = seconds(1);
        for (SocketLeakGroup& group : view->leaks.groups)
            group.room = m_room;
        m_mailbox->publish(std::move(view));
        QCoreApplication::processEvents();
    }
    void attach() {
        QTest::keyClick(&m_window, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        ASSERT_TRUE(m_window.isAttached());
    }
    ui::MachineLeaksView& leaks() { return m_window.machine().leaks(); }
    ui::SocketsView& sockets() { return m_window.machine().sockets(); }
    static std::string cell(const QTableView* table, int row, int column) {
        return table->model()->index(row, column).data().toString().toStdString();
    }
    static void clickRow(QTableView* table, int row) {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, 0)).center());
    }

    FakeCapture m_capture;
    std::shared_ptr<SnapshotMailbox> m_packets;
    MachineReading m_reading;
    SocketLedger m_ledger;
    std::optional<DescriptorRoom> m_room;
    std::uint64_t m_readings = 0;
    int m_watches = 0;
    std::shared_ptr<MachineMailbox> m_mailbox;
    DiagnosePolicy m_policy; ///< that the watch was told
    ui::MainWindow m_window{[](const std::string&, std::stop_token) -> Result<std::unique_ptr<Session>> {
                                return makeFakeSession(std::make_shared<bool>(false));
                            },
                            Theme::Light};
};

} // namespace synscope::test
