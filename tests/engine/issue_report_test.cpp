// SPDX-License-Identifier: Apache-2.0
//
// Issue reports on the bundled lessons: nothing of the true addresses is left, the small capture shows what the large
// one showed, and a folder is made whole or not at all.
#include "core/engine/issue_report_folder.h"

#include "core/capture/pcapng_writer.h"
#include "core/engine/engine.h"
#include "core/export/ndjson.h"
#include "tests/bench/capture_generator.h"
#include "tests/wire/packet_builder.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sys/resource.h>

namespace synscope::test {
namespace {

namespace fs = std::filesystem;

const fs::path kLessons = fs::path(SYNSCOPE_SOURCE_DIR) / "resources/lessons";

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class IssueReport : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "synscope-report-XXXXXX").string();
        m_directory = ::mkdtemp(name.data());
    }
    void TearDown() override { fs::remove_all(m_directory); }

    [[nodiscard]] std::string path(const std::string& name) const { return (m_directory / name).string(); }
    /// Names of what lies in the test's own directory.
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> all;
        for (const fs::directory_entry& entry : fs::directory_iterator(m_directory))
            all.insert(entry.path().filename());
        return all;
    }
    /// All bytes of all files of the folder, by name.
    [[nodiscard]] std::map<std::string, std::string> contents(const std::string& folder) const {
        std::map<std::string, std::string> all;
        for (const fs::directory_entry& entry : fs::directory_iterator(path(folder)))
            all[entry.path().filename()] = contentOf(entry.path());
        return all;
    }

    /// About every connection of the capture.
    [[nodiscard]] IssueReportRequest requestFor(const LoadedCapture& capture, const std::string& folder) const {
        IssueReportRequest request;
        request.snapshot = capture.snapshot;
        request.fetch = capture.fetch;
        for (std::uint32_t i = 0; i < capture.snapshot->size(); ++i)
            request.connections.push_back(ConnectionId{i});
        request.directory = path(folder);
        request.anonymise = true;
        request.program = "synscope of tests";
        request.origin.name = "192.0.2.80.pcap";
        return request;
    }

    fs::path m_directory;
};

LoadedCapture lesson(const std::string& name) {
    return loadCapture((kLessons / name).string(), {}).value();
}

/// As the file holds an IPv4 address of a lesson.
std::string binary(const IpAddress& address) {
    return {reinterpret_cast<const char*>(address.bytes.data()), 4};
}

/// The address stands in the text, and not as a part of a longer one.
bool mentions(const std::string& text, const std::string& address) {
    const auto isPart = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t at = text.find(address); at != std::string::npos; at = text.find(address, at + 1)) {
        const std::size_t end = at + address.size();
        if ((at == 0 || !isPart(text[at - 1])) && (end == text.size() || !isPart(text[end])))
            return true;
    }
    return false;
}

/// Addresses of a capture of Ethernet frames, as its bytes hold them and as people write them.
struct TrueAddresses {
    std::set<std::string> bytes;
    std::set<std::string> texts;
};

std::string macText(const std::string& mac) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string text;
    for (const char c : mac) {
        const auto value = static_cast<unsigned char>(c);
        text.append(text.empty() ? "" : ":").append({kHex[value >> 4], kHex[value & 15]});
    }
    return text;
}

TrueAddresses addressesOf(const LoadedCapture& capture) {
    TrueAddresses all;
    const Snapshot& snapshot = *capture.snapshot;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        for (const Side side : {Side::Initiator, Side::Responder}) {
            const IpAddress address = snapshot.addressOf(snapshot.row(ConnectionId{i}), side).address;
            all.bytes.insert(binary(address));
            all.texts.insert(toText(address));
        }
    }
    FetchBuffer buffer;
    for (std::uint32_t i = 0; i < snapshot.segments.size(); ++i) {
        const RawPacket packet = capture.fetch(snapshot.segments.place(SegmentId{i}).position, buffer).value();
        const std::string macs(reinterpret_cast<const char*>(packet.bytes.data()), 12);
        for (const std::string& mac : {macs.substr(0, 6), macs.substr(6)}) {
            all.bytes.insert(mac);
            all.texts.insert(macText(mac));
        }
    }
    return all;
}

TEST_F(IssueReport, HoldsNoAddressOfTheCaptureInAnyFile) {
    const LoadedCapture capture = lesson("04-close-wait-leak.pcap");
    const Result<IssueReportResult> result = writeIssueReport(requestFor(capture, "report"));
    ASSERT_TRUE(result) << result.error().message;
    const TrueAddresses addresses = addressesOf(capture);
    ASSERT_GE(addresses.texts.size(), 9U);
    const std::map<std::string, std::string> files = contents("report");
    EXPECT_EQ(files.size(), result.value().files.size());
    for (const auto& [name, content] : files) {
        for (const std::string& bytes : addresses.bytes)
            EXPECT_EQ(content.find(bytes), std::string::npos) << macText(bytes) << " in " << name;
        for (const std::string& text : addresses.texts)
            EXPECT_FALSE(mentions(content, text)) << text << " in " << name;
    }
}

TEST_F(IssueReport, HoldsTheTrueAddressesUnlessAsked) {
    const LoadedCapture capture = lesson("04-close-wait-leak.pcap");
    IssueReportRequest request = requestFor(capture, "report");
    request.anonymise = false;
    ASSERT_TRUE(writeIssueReport(request));
    const std::map<std::string, std::string> files = contents("report");
    EXPECT_TRUE(mentions(files.at("report.md"), "192.0.2.80"));
    EXPECT_NE(files.at("connections.pcapng").find(std::string("\xc0\0\x02\x50", 4)), std::string::npos);
    EXPECT_NE(files.at("connections.pcapng").find("GET /"), std::string::npos);
}

/// Stand-ins by true address, as two captures of the same connections tell.
std::map<std::string, std::string> standIns(const Snapshot& original, const Snapshot& hidden) {
    std::map<std::string, std::string> all;
    for (std::uint32_t i = 0; i < original.size(); ++i) {
        for (const Side side : {Side::Initiator, Side::Responder})
            all[toText(original.addressOf(original.row(ConnectionId{i}), side).address)] =
                toText(hidden.addressOf(hidden.row(ConnectionId{i}), side).address);
    }
    return all;
}

/// The text with each word of these letters that is an address replaced by its stand-in.
std::string replaced(const std::string& text, const std::map<std::string, std::string>& standIn,
                     std::string_view letters) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_not_of(letters, at), text.size());
        const std::string word = text.substr(at, end - at);
        const auto found = standIn.find(word);
        out += found == standIn.end() ? word : found->second;
        if (end < text.size())
            out += text[end];
        at = end + 1;
    }
    return out;
}

std::string ndjsonOf(const Snapshot& snapshot) {
    std::string lines;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i)
        appendConnectionNdjson(lines, snapshot, ConnectionId{i}, {});
    return lines;
}

TEST_F(IssueReport, ItsCaptureShowsWhatTheWholeOneShowed) {
    int count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(kLessons)) {
        if (entry.path().extension() != ".pcap")
            continue;
        const LoadedCapture capture = lesson(entry.path().filename());
        const std::string folder = entry.path().stem();
        const Result<IssueReportResult> result = writeIssueReport(requestFor(capture, folder));
        ASSERT_TRUE(result) << result.error().message;
        const SnapshotPtr hidden = loadCapture(path(folder) + "/connections.pcapng", {}).value().snapshot;
        ASSERT_EQ(hidden->size(), capture.snapshot->size());
        const auto standIn = standIns(*capture.snapshot, *hidden);
        const std::string v6Replaced = replaced(ndjsonOf(*capture.snapshot), standIn, "0123456789abcdef:.");
        EXPECT_EQ(ndjsonOf(*hidden), replaced(v6Replaced, standIn, "0123456789.")) << folder;
        ++count;
    }
    EXPECT_GE(count, 12);
}

TEST_F(IssueReport, LeavesAnEndlessLeakAsOldAsItWas) {
    const LoadedCapture capture = lesson("04-close-wait-leak.pcap");
    IssueReportRequest request = requestFor(capture, "report");
    request.connections = {ConnectionId{1}, ConnectionId{2}};
    ASSERT_TRUE(writeIssueReport(request));
    const LoadedCapture again = loadCapture(path("report") + "/connections.pcapng", {}).value();
    EXPECT_EQ(again.snapshot->size(), 2U);
    EXPECT_EQ(again.snapshot->end, capture.snapshot->end);
    EXPECT_EQ(again.snapshot->counts.total(), 19U);
    EXPECT_EQ(again.snapshot->counts[PacketFate::NotTcp], 1U);
    const std::string text = contents("report").at("report.md");
    EXPECT_EQ(text.substr(0, text.find('\n')),
              "# 192.0.2.2:8080 owes a close() on 2 connections, the oldest for 1 min 28 s");
}

TEST_F(IssueReport, TakesEarlierUsesOfThePortsAlong) {
    const LoadedCapture capture = lesson("10-port-reuse.pcap");
    IssueReportRequest request = requestFor(capture, "report");
    request.connections = {ConnectionId{1}};
    const Result<IssueReportResult> result = writeIssueReport(request);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result.value().connections, 1U);
    EXPECT_EQ(result.value().packets, 28U);
    const std::string text = contents("report").at("report.md");
    EXPECT_NE(text.find("## Connection 1: "), std::string::npos);
    EXPECT_EQ(text.find("## Connection 0: "), std::string::npos);
    EXPECT_NE(text.find("1 connection that used the same addresses and ports"), std::string::npos);
}

TEST_F(IssueReport, SaysHowManyConnectionsItDoesNotTellInDetail) {
    const std::string large = path("large.pcap");
    bench::CaptureShape shape;
    shape.connections = 300;
    shape.packets = 60'000;
    shape.concurrent = 50;
    ASSERT_GT(bench::writeCapture(large, shape).packets, 0U);
    const LoadedCapture capture = loadCapture(large, {}).value();
    const Result<IssueReportResult> result = writeIssueReport(requestFor(capture, "report"));
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result.value().connections, 300U);
    EXPECT_EQ(result.value().packets, capture.snapshot->counts[PacketFate::Tracked]);
    const std::map<std::string, std::string> files = contents("report");
    EXPECT_EQ(files.size(), 8U);
    EXPECT_TRUE(files.contains("diagram-3.svg"));
    const std::string& text = files.at("report.md");
    EXPECT_NE(text.find("290 more connections are not told in detail"), std::string::npos);
    EXPECT_NE(text.find("100 more connections are not listed"), std::string::npos);
    EXPECT_LT(text.size(), 200'000U);
}

/// A pcapng of whole packets, a second apart.
std::string captureOf(const std::vector<Packet>& packets) {
    std::string out;
    appendSectionHeader(out, "a host at 10.0.0.1");
    appendInterfaceDescription(out, {"10.0.0.1", LinkType::Raw, 0, "host 10.0.0.1"});
    std::int64_t second = 1'700'000'000;
    for (const Packet& packet : packets) {
        const RawPacket raw = rawPacket(packet);
        appendEnhancedPacket(out, {0, timestampFromNs(second++ * 1'000'000'000), raw.originalLength, raw.bytes});
    }
    return out;
}

TEST_F(IssueReport, KeepsSegmentsThatCameInFragments) {
    const Bytes segment = tcp("eleven more");
    const std::string file = path("fragments.pcapng");
    std::ofstream(file, std::ios::binary) << captureOf({
        {.bytes = tcpOverIpv4(), .link = LinkType::Raw},
        {.bytes = ipv4Fragment(9, 0, true, firstOf(segment, 24)), .link = LinkType::Raw},
        {.bytes = ipv4Fragment(9, 24, false, Bytes(segment.begin() + 24, segment.end())), .link = LinkType::Raw},
    });
    const LoadedCapture capture = loadCapture(file, {}).value();
    ASSERT_EQ(capture.snapshot->size(), 1U);
    ASSERT_EQ(capture.snapshot->row(ConnectionId{0}).packets(), 2U);
    for (const bool anonymise : {false, true}) {
        IssueReportRequest request = requestFor(capture, anonymise ? "hidden" : "plain");
        request.anonymise = anonymise;
        const Result<IssueReportResult> result = writeIssueReport(request);
        ASSERT_TRUE(result) << result.error().message;
        const SnapshotPtr again = loadCapture(request.directory + "/connections.pcapng", {}).value().snapshot;
        EXPECT_EQ(again->row(ConnectionId{0}).bytes, capture.snapshot->row(ConnectionId{0}).bytes);
        EXPECT_NE(contentOf(request.directory + "/report.md").find("1 segment came in IP fragments"),
                  std::string::npos);
        const std::string text = contentOf(request.directory + "/connections.pcapng");
        EXPECT_EQ(text.find("10.0.0.1"), std::string::npos) << "names and filters of interfaces are not copied";
    }
}

TEST_F(IssueReport, FillsAnEmptyFolderAndNoOther) {
    const LoadedCapture capture = lesson("06-reset.pcap");
    fs::create_directory(path("report"));
    EXPECT_TRUE(writeIssueReport(requestFor(capture, "report/")));
    const std::map<std::string, std::string> before = contents("report");
    const Result<IssueReportResult> again = writeIssueReport(requestFor(capture, "report"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message, path("report") + " exists and is not empty: give another name");
    EXPECT_EQ(contents("report"), before);
    std::ofstream(path("file")) << "here";
    EXPECT_EQ(writeIssueReport(requestFor(capture, "file")).error().message, path("file") + " exists and is no folder");
    EXPECT_EQ(names(), (std::set<std::string>{"report", "file"}));
}

TEST_F(IssueReport, SaysWhereItCannotMakeTheFolder) {
    const LoadedCapture capture = lesson("06-reset.pcap");
    const Result<IssueReportResult> result = writeIssueReport(requestFor(capture, "missing/report"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "cannot make " + path("missing/report") + ".part: No such file or directory");
}

/// No file grows beyond so many bytes while it lives, as on a full disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

TEST_F(IssueReport, LeavesNothingWhenAFileCannotBeWritten) {
    const LoadedCapture capture = lesson("04-close-wait-leak.pcap");
    for (const rlim_t bytes : {1000U, 12'000U}) { // within the capture, and after it
        const FileSizeLimit limit(bytes);
        const Result<IssueReportResult> result = writeIssueReport(requestFor(capture, "report"));
        ASSERT_FALSE(result);
        EXPECT_NE(result.error().message.find("cannot write " + path("report.part") + "/"), std::string::npos);
        EXPECT_NE(result.error().message.find("File too large"), std::string::npos) << result.error().message;
    }
    EXPECT_EQ(names(), std::set<std::string>{});
}

TEST_F(IssueReport, LeavesNothingWhenCancelled) {
    const LoadedCapture capture = lesson("06-reset.pcap");
    const std::atomic<bool> cancelled = true;
    IssueReportRequest request = requestFor(capture, "report");
    request.cancelled = &cancelled;
    EXPECT_FALSE(writeIssueReport(request));
    EXPECT_EQ(names(), std::set<std::string>{});
}

TEST_F(IssueReport, RefusesWhatItCannotReportOn) {
    const LoadedCapture capture = lesson("06-reset.pcap");
    IssueReportRequest request = requestFor(capture, "report");
    request.connections = {ConnectionId{7}};
    EXPECT_EQ(writeIssueReport(request).error().message, "there is no connection 7");
    request.connections.clear();
    EXPECT_EQ(writeIssueReport(request).error().message, "no connection was chosen");
    request = requestFor(capture, "report");
    request.fetch = {};
    EXPECT_EQ(writeIssueReport(request).error().message, "the packets of this capture were not kept");
}

/// As of a live capture, or of one that was saved with its processes.
LoadedCapture lessonOf(const std::string& program) {
    LoadedCapture capture = lesson("04-close-wait-leak.pcap");
    auto snapshot = std::make_shared<Snapshot>(*capture.snapshot);
    SocketOwner owner;
    owner.pid = 4711;
    owner.name = program;
    owner.userName = "olga";
    owner.commandLine = "/srv/orders --bind 192.0.2.80:8080";
    ConnectionOwners owners;
    for (const ConnectionId id : snapshot->connections())
        owners.note(id, Side::Responder, owner);
    snapshot->owners = owners.publish();
    capture.snapshot = std::move(snapshot);
    return capture;
}

TEST_F(IssueReport, NamesTheProgram) {
    IssueReportRequest request = requestFor(lessonOf("orders|3"), "report");
    request.anonymise = false;
    ASSERT_TRUE(writeIssueReport(request));
    EXPECT_NE(contents("report")
                  .at("report.md")
                  .find("- the server's: orders\\|3 (4711), user olga, command "
                        "`/srv/orders --bind 192.0.2.80:8080`: "),
              std::string::npos);
}

TEST_F(IssueReport, LeavesOfTheProgramWhatHoldsNoAddress) {
    ASSERT_TRUE(writeIssueReport(requestFor(lessonOf("orders3"), "report")));
    const std::string text = contents("report").at("report.md");
    EXPECT_NE(text.find("- the server's: orders3 (4711): "), std::string::npos);
    EXPECT_NE(text.find("they may hold addresses and names"), std::string::npos);
    EXPECT_EQ(text.find("olga"), std::string::npos);
    EXPECT_EQ(text.find("/srv"), std::string::npos);
    ASSERT_TRUE(writeIssueReport(requestFor(lessonOf("w 192.0.2.80:80"), "hidden")));
    EXPECT_NE(contents("hidden").at("report.md").find("a program whose name may hold an address (4711)"),
              std::string::npos);
}

TEST_F(IssueReport, SaysOfTheProgramWhatItWasTold) {
    const LoadedCapture capture = lesson("04-close-wait-leak.pcap");
    IssueReportRequest request = requestFor(capture, "report");
    request.group = IssueGroup{"There are 3.1 more each minute."};
    ASSERT_TRUE(writeIssueReport(request));
    const std::string text = contents("report").at("report.md");
    EXPECT_NE(text.find("There are 3.1 more each minute."), std::string::npos);
}

} // namespace
} // namespace synscope::test
