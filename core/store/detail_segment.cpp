// SPDX-License-Identifier: Apache-2.0
#include "core/store/detail_segment.h"

#include <algorithm>

namespace synscope {

TcpOptions DetailSegment::options() const {
    if (m_options.isThere())
        return *m_options;
    TcpOptions options;
    options.hasTimestamps = m_hasTimestamps;
    options.tsValue = m_tsValue;
    options.tsEcho = m_tsEcho;
    return options;
}

void DetailSegment::setOptions(const TcpOptions& options) {
    m_options.reset();
    m_hasTimestamps = options.hasTimestamps;
    m_tsValue = options.tsValue;
    m_tsEcho = options.tsEcho;
    if (this->options() != options)
        m_options.set(options);
}

std::string_view DetailSegment::preview() const {
    const Preview& preview = *m_preview;
    return {preview.text.data(), preview.size};
}

void DetailSegment::setPreview(std::string_view text) {
    m_preview.reset();
    if (text.empty())
        return;
    Preview preview;
    preview.size = static_cast<std::uint8_t>(std::min(text.size(), kPreviewBytes));
    std::copy_n(text.begin(), preview.size, preview.text.begin());
    m_preview.set(preview);
}

} // namespace synscope
