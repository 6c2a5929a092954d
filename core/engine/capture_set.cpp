// SPDX-License-Identifier: Apache-2.0
#include "core/engine/capture_set.h"

#include "core/base/told.h"
#include "core/capture/capture_file.h"
#include "core/engine/set_name.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace synscope {
namespace {

namespace fs = std::filesystem;

/// A file of a set, as one way to read names has it.
struct Member {
    std::string file;
    SetName name;
};

std::vector<std::string> filesIn(const fs::path& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code unknown;
        if (at->is_regular_file(unknown))
            files.push_back(at->path().filename().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Of a file that is there plain and compressed, the plain one; but the one that was asked for in any case.
void dropDoubles(std::vector<Member>& members, const std::string& wanted) {
    const auto isBetter = [&wanted](const std::string& a, const std::string& b) {
        return a == wanted || (b != wanted && a.size() < b.size());
    };
    std::map<std::string_view, const std::string*> best;
    for (const Member& member : members) {
        const auto [found, isNew] = best.try_emplace(withoutCompression(member.file), &member.file);
        if (!isNew && isBetter(member.file, *found->second))
            found->second = &member.file;
    }
    std::vector<Member> kept;
    for (const Member& member : members)
        if (*best.at(withoutCompression(member.file)) == member.file)
            kept.push_back(member);
    members = std::move(kept);
}

/// A capture that was started anew under the same name counts from the beginning: only the run with the wanted file.
void keepOneRun(std::vector<Member>& members, const std::string& wanted) {
    if (members.front().name.time.empty())
        return;
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
        return std::pair(a.name.time, a.name.number) < std::pair(b.name.time, b.name.number);
    });
    auto begin = members.begin();
    bool isIn = false;
    for (auto at = members.begin(); at != members.end(); ++at) {
        if (at != begin && at->name.number <= (at - 1)->name.number) {
            if (isIn) {
                members.erase(at, members.end());
                break;
            }
            begin = at;
        }
        isIn = isIn || at->file == wanted;
    }
    members.erase(members.begin(), begin);
}

/// The members by one way to read names; empty where there are not two.
std::vector<Member> membersOf(const std::vector<std::string>& files, const std::string& wanted,
                              const std::string& pattern) {
    std::vector<Member> members;
    for (const std::string& file : files)
        for (SetName& name : setNamesOf(file))
            if (name.pattern == pattern)
                members.push_back({file, std::move(name)});
    if (std::all_of(members.begin(), members.end(), [](const Member& member) { return member.name.isBase; }))
        return {};
    dropDoubles(members, wanted);
    keepOneRun(members, wanted);
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
        return std::pair(a.name.number, a.file) < std::pair(b.name.number, b.file);
    });
    return members.size() < 2 ? std::vector<Member>() : members;
}

std::string padded(std::uint64_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    text.insert(0, digits > text.size() ? digits - text.size() : 0, '0');
    return text;
}

/// So many digits are a time of the day, a date, or both.
bool maybeTime(std::size_t digits) {
    return digits == 6 || digits >= 8;
}

/// The numbers between those of the members: "00003, 00005 to 00007".
std::string gapIn(const std::vector<Member>& members) {
    std::string text;
    std::size_t digits = 0;
    for (const Member& member : members)
        digits = digits == 0 || (member.name.digits != 0 && member.name.digits < digits) ? member.name.digits : digits;
    if (maybeTime(digits))
        return {};
    for (std::size_t i = 1; i < members.size(); ++i) {
        const std::optional<std::uint64_t>& before = members[i - 1].name.number;
        const std::optional<std::uint64_t>& after = members[i].name.number;
        if (!before || !after || *after <= *before + 1)
            continue;
        text += (text.empty() ? "" : ", ") + padded(*before + 1, digits);
        if (*after > *before + 2)
            text += " to " + padded(*after - 1, digits);
    }
    return text;
}

bool holdsCapture(const std::string& path) {
    return openCapture(path, {.keepPackets = false}).hasValue();
}

Error refusal(std::string message) {
    return Error{std::move(message), std::nullopt, std::nullopt};
}

} // namespace

CaptureSet captureSetOf(const std::string& path) {
    const fs::path folder = fs::path(path).parent_path();
    const std::string wanted = fs::path(path).filename().string();
    const std::vector<SetName> ways = setNamesOf(wanted);
    if (ways.empty())
        return {{path}, {}};
    const std::vector<std::string> files = filesIn(folder.empty() ? fs::path(".") : folder);
    std::vector<Member> best;
    for (const SetName& way : ways) {
        std::vector<Member> members = membersOf(files, wanted, way.pattern);
        if (members.size() > best.size())
            best = std::move(members);
    }
    if (best.empty())
        return {{path}, {}};
    CaptureSet set{{}, gapIn(best)};
    for (const Member& member : best)
        set.paths.push_back((folder / member.file).string());
    return set;
}

Result<CaptureSet> findCaptureSet(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return refusal(told("cannot open {0}: {1}", {path, error ? error.message() : "No such file or directory"}));
    if (!fs::is_directory(status))
        return captureSetOf(path);
    CaptureSet set;
    for (const std::string& file : filesIn(path)) {
        const std::string inside = (fs::path(path) / file).string();
        if (holdsCapture(inside))
            set.paths.push_back(inside);
    }
    if (set.paths.empty())
        return refusal(told("{0} holds no capture", {path}));
    return set;
}

} // namespace synscope
