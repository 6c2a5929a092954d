// SPDX-License-Identifier: Apache-2.0
#include "core/store/connection_owners.h"

#include <utility>

namespace synscope {

bool ConnectionOwners::note(ConnectionId id, Side side, const SocketOwner& owner) {
    growTo(std::size_t{indexOf(id)} + 1);
    if (!m_rows.has(indexOf(id)))
        return false;
    const auto end = static_cast<std::size_t>(side);
    const OwnerPtr& before = std::as_const(m_rows)[indexOf(id)][end];
    if (before && (before->isKnown() || !owner.isKnown()))
        return false;
    m_rows.at(indexOf(id))[end] = shared(owner);
    return true;
}

void ConnectionOwners::growTo(std::size_t size) {
    while (m_rows.size() < size)
        m_rows.append({});
}

ConnectionOwners::OwnerPtr ConnectionOwners::shared(const SocketOwner& owner) {
    std::weak_ptr<const SocketOwner>& known = m_owners[owner];
    OwnerPtr one = known.lock();
    if (!one)
        known = one = std::make_shared<const SocketOwner>(owner);
    return one;
}

void ConnectionOwners::letGoBefore(std::size_t from, const KeptNumbers& kept) {
    if (from <= m_rows.from())
        return;
    growTo(from);
    auto numbers = std::make_shared<KeptNumbers::Numbers>();
    for (const std::uint32_t number : kept) {
        if (number >= from)
            break;
        numbers->push_back(number);
    }
    m_rows.letGoBefore(from, std::move(numbers));
    std::erase_if(m_owners, [](const auto& owner) { return owner.second.expired(); });
}

ConnectionOwners::View ConnectionOwners::publish() {
    View view;
    view.m_rows = m_rows.publish();
    return view;
}

std::string toText(const SocketOwner* owner) {
    return owner == nullptr || !owner->isKnown() ? std::string() : owner->name + "[" + std::to_string(owner->pid) + "]";
}

} // namespace synscope
