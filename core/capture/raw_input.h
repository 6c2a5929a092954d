// SPDX-License-Identifier: Apache-2.0
//
// The bytes of the input as given: a regular file by position, or a pipe, FIFO, socket or device as they
// arrive. Knows nothing of compression or captures.
#pragma once

#include "core/base/result.h"
#include "core/capture/file_descriptor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace synscope {

class CommonStore;

enum class ReadOutcome : std::uint8_t { Data, End, Failed, Interrupted };

class RawInput {
public:
    /// "-" is standard input. Does not wait: a FIFO nobody writes to yet opens too. `wakeup` must outlive the input.
    /// With `common`, a regular file is found through that and stays open only as long as there is room.
    [[nodiscard]] static Result<RawInput> open(const std::string& path, const Wakeup& wakeup,
                                               std::shared_ptr<CommonStore> common = nullptr);

    /// Of a pipe that is open already; `name` is for messages.
    [[nodiscard]] static Result<RawInput> adopt(FileDescriptor pipe, std::string name, const Wakeup& wakeup);

    /// Data: at least one byte, `bytes` says how many. On a pipe waits for the first byte, never for more.
    [[nodiscard]] ReadOutcome read(std::span<std::byte> into, std::size_t& bytes);

    /// True for a regular file: its bytes can be read again by position.
    [[nodiscard]] bool isSeekable() const { return m_isSeekable; }
    /// The next bytes are not wanted. Of a regular file only, and not beyond its end.
    void skip(std::uint64_t bytes) { m_offset += bytes; }
    /// Where the next byte comes from; starts above 0 when standard input is a file somebody read from before.
    [[nodiscard]] std::uint64_t offset() const { return m_offset; }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const { return m_bytesTotal; }
    /// Why read() answered Failed.
    [[nodiscard]] const std::string& failure() const { return m_failure; }
    /// Null for a file that does not stay open.
    [[nodiscard]] std::shared_ptr<const FileDescriptor> descriptor() const { return m_file; }
    /// For messages: the path, or "standard input".
    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    RawInput(std::string name, FileDescriptor file, const Wakeup& wakeup);
    [[nodiscard]] std::shared_ptr<const FileDescriptor> file();
    [[nodiscard]] ReadOutcome readFile(std::span<std::byte> into, std::size_t& bytes);
    [[nodiscard]] ReadOutcome readStream(std::span<std::byte> into, std::size_t& bytes);
    [[nodiscard]] ReadOutcome fail(int errorNumber);

    std::string m_name;
    std::shared_ptr<CommonStore> m_common; ///< null: the file stays open
    std::shared_ptr<const FileDescriptor> m_file;
    std::pair<std::uint64_t, std::uint64_t> m_identity; ///< device and inode, where it is opened again
    const Wakeup* m_wakeup;
    bool m_isSeekable = false;
    std::uint64_t m_offset = 0;
    std::optional<std::uint64_t> m_bytesTotal;
    std::string m_failure;
};

} // namespace synscope
