// SPDX-License-Identifier: Apache-2.0
//
// Spools of live captures that a crash must not lose: files with names in a folder of their user's alone. Each is
// locked for as long as its program uses it and goes when that ends in order, so one that is not locked was left.
#pragma once

#include "core/base/time.h"
#include "core/capture/spool.h"

#include <string>
#include <vector>

namespace synscope {

/// $XDG_STATE_HOME/synscope/spool, or ~/.local/state/synscope/spool; empty where neither is known.
[[nodiscard]] std::string usualSpoolFolder();

/// Makes a spool that is named after `begin` and this process, with mode 0600, and the folder with mode 0700 where
/// there is none. Fails where the folder cannot be made, written to, or kept from others.
[[nodiscard]] Result<Spool> makeNamedSpool(const std::string& folder, Timestamp begin);

/// Paths of the spools that no program uses any more, oldest first. What is named otherwise, is no file, or belongs to
/// another user is left alone.
[[nodiscard]] std::vector<std::string> leftSpools(const std::string& folder);

/// A spool that was left, taken over: locked while this lives. It stays a file until it is removed.
class TakenSpool {
public:
    /// Fails when it is gone, or another program has taken it.
    [[nodiscard]] static Result<TakenSpool> take(const std::string& path);

    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] std::optional<Error> remove() const;

private:
    TakenSpool(std::string path, FileDescriptor lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}

    std::string m_path;
    FileDescriptor m_lock;
};

} // namespace synscope
