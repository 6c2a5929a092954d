// SPDX-License-Identifier: Apache-2.0
//
// Writing the folder of an issue report: see issue_report_folder.h.
#include "core/engine/issue_report_folder.h"

#include "core/base/told.h"
#include "core/capture/file_descriptor.h"
#include "core/engine/engine.h"
#include "core/engine/issue_report_capture.h"
#include "core/engine/issue_report_told.h"
#include "core/export/diagram_formats.h"
#include "core/export/issue_report_kernel.h"
#include "core/store/capture_facts.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sstream>
#include <sys/stat.h>
#include <utility>

namespace synscope {
namespace {

constexpr const char* kCaptureName = "connections.pcapng";
constexpr const char* kTextName = "report.md";

/// `what` has the path as {0} and the reason as {1}.
Error failure(std::string_view what, const std::string& path, const std::string& why) {
    return Error{told(what, {path, why}), {}, {}};
}

Error failure(std::string_view what, const std::string& path, int errorNumber) {
    return failure(what, path, systemMessage(errorNumber));
}

/// Without slashes at its end, of which "DIR/" has one.
std::string plainPath(std::string path) {
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path;
}

/// Why no folder can be made there; told before the work begins.
std::optional<Error> checkTarget(const std::string& path) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        return std::nullopt; // making it says what is wrong, if something is
    if (!std::filesystem::is_directory(status))
        return Error{told("{0} exists and is no folder", {path}), {}, {}};
    const bool isEmpty = std::filesystem::is_empty(path, error);
    if (error)
        return failure(phrase("cannot look into {0}: {1}"), path, error.value());
    return isEmpty ? std::nullopt
                   : std::optional(Error{told("{0} exists and is not empty: give another name", {path}), {}, {}});
}

/// The folder under its other name; goes with all its files unless it gets its own name.
class Folder {
public:
    static Result<Folder> beside(const std::string& target) {
        constexpr int kMostAttempts = 100; // folders left behind by a crash
        std::string path = target + ".part";
        for (int attempt = 1; ::mkdir(path.c_str(), 0777) != 0; ++attempt) {
            if (errno != EEXIST || attempt == kMostAttempts)
                return failure(phrase("cannot make {0}: {1}"), path, errno);
            path = target + ".part" + std::to_string(attempt);
        }
        struct stat status {};
        constexpr mode_t kUsersAlone = 0700; // until it is whole: a program that is killed leaves it
        const bool isKnown = ::stat(path.c_str(), &status) == 0 && ::chmod(path.c_str(), kUsersAlone) == 0;
        return Folder(std::move(path), isKnown ? status.st_mode & 0777U : kUsersAlone);
    }
    ~Folder() {
        std::error_code ignored; // there is nobody left to tell
        if (!m_path.empty())
            std::filesystem::remove_all(m_path, ignored);
    }
    Folder(Folder&& other) noexcept
        : m_path(std::exchange(other.m_path, {})), m_mode(other.m_mode), m_files(std::move(other.m_files)) {}
    Folder& operator=(Folder&&) = delete;

    [[nodiscard]] std::string pathOf(const std::string& name) const { return m_path + "/" + name; }
    [[nodiscard]] const std::vector<std::string>& files() const { return m_files; }

    /// A new file, to be written by the caller.
    [[nodiscard]] Result<FileDescriptor> open(const std::string& name) {
        FileDescriptor file(::open(pathOf(name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (!file.isOpen())
            return failure(phrase("cannot make {0}: {1}"), pathOf(name), errno);
        m_files.push_back(name);
        return file;
    }

    [[nodiscard]] std::optional<Error> write(const std::string& name, const std::string& content) {
        const Result<FileDescriptor> file = open(name);
        if (!file)
            return file.error();
        const int error = writeAll(file.value().get(), content);
        return error == 0 ? std::nullopt : std::optional(failure(phrase("cannot write {0}: {1}"), pathOf(name), error));
    }

    /// Once all of it is on the disk. An empty folder of that name is replaced; another one is not.
    [[nodiscard]] std::optional<Error> rename(const std::string& target) {
        for (const std::string& name : m_files)
            if (const int error = sync(pathOf(name)); error != 0)
                return failure(phrase("cannot write {0}: {1}"), pathOf(name), error);
        (void)sync(m_path); // some file systems cannot: then the files are there all the same
        if (::rename(m_path.c_str(), target.c_str()) != 0)
            return failure(phrase("cannot make {0}: {1}"), target, errno);
        m_path.clear();
        (void)::chmod(target.c_str(), m_mode); // it is there and whole, for its user at least
        (void)sync(target.find('/') == std::string::npos ? "." : target.substr(0, target.rfind('/') + 1));
        return std::nullopt;
    }

private:
    Folder(std::string path, mode_t mode) : m_path(std::move(path)), m_mode(mode) {}

    /// 0, or the errno of what failed.
    static int sync(const std::string& path) {
        const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        return file.isOpen() && ::fsync(file.get()) == 0 ? 0 : errno;
    }

    std::string m_path;
    mode_t m_mode; ///< once it is whole
    std::vector<std::string> m_files;
};

IssueFacts factsOf(const IssueReportRequest& request, const IssueSelection& selection, const IssueCapture& capture) {
    const Snapshot& snapshot = *request.snapshot;
    IssueFacts facts;
    facts.program = request.program;
    facts.origin = request.origin;
    facts.group = request.group;
    facts.captureConnections = snapshot.size();
    facts.load = snapshot.load;
    facts.begin = snapshot.begin;
    facts.end = snapshot.end;
    facts.captureFindings = captureFindings(captureFactsOf(snapshot, request.policy), request.policy);
    facts.programs = programsOf(snapshot, request.connections);
    facts.connections = request.connections.size();
    facts.withoutPackets = withoutPackets(request);
    facts.kernelAdvice = kernelAdvice(snapshot, request.connections);
    facts.areOfLiveCapture = haveOlder(request);
    facts.anonymised = request.anonymise;
    facts.payloadKept = request.anonymise && request.keepPayload;
    facts.endMarked = capture.endMarked;
    facts.packets = capture.packets;
    facts.unwrapped = capture.unwrapped;
    facts.reassembled = capture.reassembled;
    facts.otherUses = selection.connections.size() - selection.chosen.size();
    return facts;
}

/// "diagram.svg" for the first, "diagram-2.svg" for the next.
std::string diagramName(std::size_t place, std::string_view suffix) {
    return "diagram" + (place == 0 ? "" : "-" + std::to_string(place + 1)) + "." + std::string(suffix);
}

std::optional<Error> writeDiagrams(Folder& folder, const std::shared_ptr<const ConnectionDetail>& detail,
                                   std::size_t place) {
    for (const DiagramFormat& format : diagramFormats()) {
        if (format.name != "svg" && format.name != "mermaid")
            continue;
        std::ostringstream stream;
        format.write(stream, detail, {});
        if (std::optional<Error> error = folder.write(diagramName(place, format.suffix), stream.str()))
            return error;
    }
    return std::nullopt;
}

/// The gravest connections, one at a time, with their diagrams.
std::optional<Error> appendConnections(std::string& text, Folder& folder, const LoadedCapture& evidence,
                                       const IssueDigest& digest, const IssueReportRequest& request) {
    ReplayOptions options;
    options.policy = request.policy;
    options.cancelled = request.cancelled;
    const std::size_t count = std::min(digest.connections.size(), kIssueDetails);
    for (std::size_t place = 0; place < count; ++place) {
        const ConnectionId id = digest.connections[place];
        Result<ConnectionDetail> replayed = replay(*evidence.snapshot, id, evidence.fetch, options);
        if (!replayed)
            return replayed.error();
        const auto detail = std::make_shared<const ConnectionDetail>(std::move(replayed).value());
        const bool isDrawn = place < kIssueDiagrams;
        if (isDrawn) {
            if (std::optional<Error> error = writeDiagrams(folder, detail, place))
                return error;
        }
        appendIssueConnection(text, *detail, evidence.snapshot->row(id), isDrawn ? diagramName(place, "svg") : "",
                              isDrawn ? diagramName(place, "mmd") : "", place == 0);
    }
    return std::nullopt;
}

Result<IssueCapture> writeCapture(Folder& folder, const IssueReportRequest& request, const IssueSelection& selection) {
    const Result<FileDescriptor> file = folder.open(kCaptureName);
    if (!file)
        return file.error();
    Result<IssueCapture> capture = writeIssueCapture(file.value().get(), request, selection);
    if (!capture)
        return failure(phrase("cannot write {0}: {1}"), folder.pathOf(kCaptureName), capture.error().message);
    return capture;
}

/// The new capture, which must show the connections that the original one showed.
Result<LoadedCapture> readAgain(const Folder& folder, const IssueReportRequest& request,
                                const IssueSelection& selection) {
    LoadOptions options;
    options.timeWait = request.snapshot->timeWait;
    Result<LoadedCapture> evidence = loadCapture(folder.pathOf(kCaptureName), options);
    if (evidence && evidence.value().snapshot->size() != selection.connections.size())
        return Error{
            told("the packets alone show {0} connections where the capture showed {1}: please report this",
                 {std::to_string(evidence.value().snapshot->size()), std::to_string(selection.connections.size())}),
            {},
            {}};
    return evidence;
}

std::optional<Error> checkRequest(const IssueReportRequest& request) {
    if (request.connections.empty())
        return Error{told("no connection was chosen"), {}, {}};
    if (!request.fetch)
        return Error{told("the packets of this capture were not kept"), {}, {}};
    for (const ConnectionId id : request.connections) {
        if (!request.snapshot->has(id))
            return Error{told("there is no connection {0}", {std::to_string(indexOf(id))}), {}, {}};
    }
    return checkTarget(request.directory);
}

/// What the folder is written from.
struct Evidence {
    IssueSelection selection;
    IssueCapture capture;
    std::optional<LoadedCapture> packets; ///< the new capture, read again; none where no packet was captured
    SnapshotPtr told;                     ///< see snapshotToTell()
};

Result<Evidence> evidenceFor(Folder& folder, const IssueReportRequest& request) {
    Evidence evidence;
    evidence.selection = selectionOf(request);
    if (!evidence.selection.chosen.empty()) {
        Result<IssueCapture> capture = writeCapture(folder, request, evidence.selection);
        if (!capture)
            return capture.error();
        evidence.capture = std::move(capture).value();
        Result<LoadedCapture> again = readAgain(folder, request, evidence.selection);
        if (!again)
            return again.error();
        evidence.packets = std::move(again).value();
    }
    evidence.told = snapshotToTell(request, evidence.capture.standIns);
    return evidence;
}

/// Where packets alone do not show what the connections are, the text begins with the snapshot they were chosen in.
void appendOverview(std::string& text, const IssueReportRequest& request, const Evidence& evidence,
                    const IssueDigest& captured, const IssueFacts& facts) {
    if (facts.areOfLiveCapture)
        appendIssueOverview(text, *evidence.told, digestOf(*evidence.told, request.connections, request.policy), facts);
    else
        appendIssueOverview(text, *evidence.packets->snapshot, captured, facts);
    if (facts.areOfLiveCapture || evidence.told->kernelOwed)
        appendIssueKernel(text, *evidence.told, request.connections, request.policy);
}

Result<IssueReportResult> fillFolder(Folder& folder, const IssueReportRequest& request) {
    const Result<Evidence> gathered = evidenceFor(folder, request);
    if (!gathered)
        return gathered.error();
    const Evidence& evidence = gathered.value();
    IssueDigest captured;
    if (evidence.packets)
        captured = digestOf(*evidence.packets->snapshot, evidence.selection.chosen, request.policy);
    const IssueFacts facts = factsOf(request, evidence.selection, evidence.capture);
    std::string text;
    appendOverview(text, request, evidence, captured, facts);
    if (evidence.packets)
        if (const std::optional<Error> error = appendConnections(text, folder, *evidence.packets, captured, request))
            return *error;
    appendIssueCapture(text, captured, facts, folder.files());
    if (const std::optional<Error> error = folder.write(kTextName, text))
        return *error;
    return IssueReportResult{folder.files(), request.connections.size(), evidence.capture.packets};
}

} // namespace

Result<IssueReportResult> writeIssueReport(const IssueReportRequest& request) {
    if (const std::optional<Error> error = checkRequest(request))
        return *error;
    const std::string target = plainPath(request.directory);
    Result<Folder> folder = Folder::beside(target);
    if (!folder)
        return folder.error();
    Result<IssueReportResult> result = fillFolder(folder.value(), request);
    if (!result)
        return result;
    if (const std::optional<Error> error = folder.value().rename(target))
        return *error;
    return result;
}

} // namespace synscope
