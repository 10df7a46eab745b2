"""Sends the packets of a table for real and says what became of each."""

PATIENCE, SECOND_PATIENCE = 1.0, 5.0
NUMBERS = {"tcp": 6, "udp": 17, "icmp": 1}


def order(packet, row):
    start, end, source, target = packet
    probe = {"protocol": row.protocol, "from": source, "to": target, "port": row.port or 0}
    if row.source_port:
        probe["source-port"] = row.source_port
    return probe


def verdict(fate):
    if fate == "answered":
        return "accept"
    if fate in ("silent", "refused-here"):
        return "drop"
    return fate


def listen_everywhere(plant, cases):
    ports = sorted({row.port for row, _ in cases if row.port})
    for ns in sorted({ns for case in cases for ns in plant.packet(*case)[:2]}):
        plant.lab.agent(ns).ask("listen", ports=ports)


def send(plant, cases, patience):
    """The fates of (row, family) cases, one batch for each sending namespace."""
    senders = {}
    for case in cases:
        senders.setdefault(plant.packet(*case)[0], []).append(case)
    fates = {}
    for ns, mine in senders.items():
        rows = [order(plant.packet(row, family), row) for row, family in mine]
        answer = plant.lab.agent(ns).ask("probe", rows=rows, patience=patience)
        fates.update({case: verdict(fate) for case, fate in zip(mine, answer["fates"])})
    return fates


def spoofed(plant, cases):
    """A packet whose source lives elsewhere gets no answer: what counts is whether it arrives."""
    targets = sorted({plant.packet(*case)[1] for case in cases})
    for ns in targets:
        plant.lab.agent(ns).ask("sniff")
    send(plant, cases, PATIENCE)
    seen = {ns: set(plant.lab.agent(ns).ask("sniffed")["seen"]) for ns in targets}
    fates = {}
    for row, family in cases:
        _, end, source, target = plant.packet(row, family)
        name = "%s>%s %d %d" % (source, target, NUMBERS[row.protocol], row.port)
        fates[(row, family)] = "accept" if name in seen[end] else "drop"
    return fates


def all_fates(plant, cases):
    """What becomes of each case, a pair of a row and a family (0 = IPv4, 1 = IPv6)."""
    listen_everywhere(plant, cases)
    fates = send(plant, [case for case in cases if not case[0].via], PATIENCE)
    # A slow machine may answer late; an answer that should not come never comes. Only silence is tried again.
    late = [case for case, fate in fates.items() if fate == "drop" and case[0].fate == "accept"]
    if late:
        fates.update(send(plant, late, SECOND_PATIENCE))
    via = [case for case in cases if case[0].via]
    if via:
        fates.update(spoofed(plant, via))
    return fates
