/* The register of problem codes: what a program that reads our JSON may rely on.
 *
 * One row a code: its name here, the word that is published, how bad it is, and what it means. A word may stand
 * in two rows when it is told at two severities. A new code is one row; `penstock problems` and the test
 * that each is reached read this table. Advice of a catalog brings its own word and severity: PROBLEM_ADVICE. */
#ifndef CORE_BASE_CODES_H
#define CORE_BASE_CODES_H

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* clang-format off */
#define PROBLEM_REGISTER(ROW) \
    /* any file */ \
    ROW(YAML_SYNTAX,      "yaml-syntax",      ERROR,   "the file cannot be read as YAML") \
    ROW(YAML_EMPTY,       "yaml-empty",       ERROR,   "the file says nothing") \
    ROW(YAML_DOCUMENTS,   "yaml-documents",   ERROR,   "the file holds more than one document") \
    ROW(YAML_DUPLICATE,   "yaml-duplicate",   ERROR,   "a key stands twice in one map") \
    ROW(YAML_KEY,         "yaml-key",         ERROR,   "a key is not a single word") \
    ROW(YAML_ALIAS,       "yaml-alias",       ERROR,   "an anchor or alias of YAML is used, which is not taken") \
    ROW(YAML_TAG,         "yaml-tag",         ERROR,   "a tag or directive of YAML is used, which is not taken") \
    ROW(YAML_TEXT,        "yaml-text",        ERROR,   "a text holds bytes that are not taken") \
    ROW(YAML_LIMIT,       "yaml-limit",       ERROR,   "the file is larger or deeper than is read") \
    ROW(UNKNOWN_KEY,      "unknown-key",      ERROR,   "a key that means nothing here") \
    ROW(WRONG_KIND,       "wrong-kind",       ERROR,   "a word, a list or a map where another of these belongs") \
    ROW(UNKNOWN_WORD,     "unknown-word",     ERROR,   "a word that is none of those that may stand here") \
    ROW(BAD_NAME,         "bad-name",         ERROR,   "a name that is no name, or is taken by something else") \
    ROW(BAD_PORT,         "bad-port",         ERROR,   "no port or range of ports, or not what fits here") \
    ROW(BAD_TEXT,         "bad-text",         ERROR,   "a text that is too long, or not fit to be shown") \
    ROW(BAD_VERSION,      "bad-version",      ERROR,   "no version of this product") \
    /* a site */ \
    ROW(FORMAT,           "format",           ERROR,   "the site's format is missing or not known to this program") \
    ROW(NO_VALUE,         "no-value",         ERROR,   "a key stands without a value") \
    ROW(NO_HOSTS,         "no-hosts",         ERROR,   "the site has no host") \
    ROW(MISSING,          "missing",          ERROR,   "something that must be said is not said") \
    ROW(UNFIT,            "unfit",            ERROR,   "something that does not go with the rest is said") \
    ROW(TWICE,            "twice",            ERROR,   "the same is said twice") \
    ROW(DUPLICATE_NAME,   "duplicate-name",   ERROR,   "two of a kind have the same name") \
    ROW(BAD_ADDRESS,      "bad-address",      ERROR,   "no address or network, or none that can be used here") \
    ROW(WIDE_ADDRESS,     "wide-address",     WARNING, "a network where one machine is meant, or every address there is") \
    ROW(SHARED_ADDRESS,   "shared-address",   ERROR,   "two hosts have the same address") \
    ROW(SHARED_NETWORK,   "shared-network",   ERROR,   "a network stands in two zones") \
    ROW(BAD_COUNT,        "bad-count",        ERROR,   "no number of sessions") \
    ROW(BAD_SWITCH,       "bad-switch",       ERROR,   "a service is neither on nor off") \
    ROW(NOT_SWITCHABLE,   "not-switchable",   ERROR,   "a service that cannot be switched is switched") \
    ROW(NOT_SETTABLE,     "not-settable",     ERROR,   "a port that cannot be set is set") \
    ROW(NOT_ENHANCED,     "not-enhanced",     ERROR,   "a service is on that enhanced security does not have") \
    ROW(VERSION_TOO_OLD,  "version-too-old",  ERROR,   "the product has this only from a later version on") \
    ROW(TOPOLOGY,         "topology",         ERROR,   "the hosts do not make up the kind of redundancy that is named") \
    ROW(TOO_MANY_LINKS,   "too-many-links",   ERROR,   "a permanent standby links to more servers than it may") \
    ROW(TOO_MANY_ZONES,   "too-many-zones",   ERROR,   "a gateway has more zones than are taken") \
    ROW(ONE_ZONE,         "one-zone",         WARNING, "a gateway has one zone, and so nothing to forward") \
    ROW(USES_WITHOUT_APPS, "uses-without-apps", WARNING, "a host uses others, but runs nothing that does") \
    ROW(EXTRA_NO_ADDRESS, "extra-no-address", ERROR,   "an extra flow names a host that has no address") \
    ROW(EXTRA_NO_HOST,    "extra-no-host",    WARNING, "an extra flow has no host of the site at either end") \
    ROW(DMZ_INWARDS,      "dmz-inwards",      ERROR,   "a host of the DMZ would open a connection inwards") \
    ROW(NO_COMMON_FAMILY, "no-common-family", ERROR,   "two hosts that must talk share neither IPv4 nor IPv6") \
    ROW(PORT_CLASH,       "port-clash",       ERROR,   "two services of one host want the same port") \
    ROW(NO_EFFECT,        "no-effect",        WARNING, "a port or a switch is given where it changes nothing") \
    ROW(ZONES_ACROSS,     "zones-across",     ERROR,   "a range reaches over several zones of the gateway") \
    ROW(NO_ZONE,          "no-zone",          WARNING, "an address lies in no zone of the gateway") \
    /* a catalog */ \
    ROW(BAD_FORMAT,       "bad-format",       ERROR,   "the catalog's format is not known to this program") \
    ROW(MISSING_KEY,      "missing-key",      ERROR,   "an entry of the catalog lacks what it must have") \
    ROW(BAD_NUMBER,       "bad-number",       ERROR,   "no number, or one out of its bounds") \
    ROW(GIVEN_TWICE,      "given-twice",      ERROR,   "an entry stands twice in one list") \
    ROW(TOO_MANY,         "too-many",         ERROR,   "a list is longer than is read") \
    ROW(NO_PORTS,         "no-ports",         ERROR,   "a protocol without ports is given some") \
    ROW(TWO_PORTS,        "two-ports",        ERROR,   "a port is given in two ways") \
    ROW(UNKNOWN_SETTING,  "unknown-setting",  ERROR,   "a port is taken from a service that cannot lend it") \
    ROW(BAD_FOLLOWS,      "bad-follows",      ERROR,   "a service follows one that it cannot follow") \
    ROW(BAD_PATTERN,      "bad-pattern",      ERROR,   "a service has flows that it cannot have") \
    ROW(CATALOG,          "catalog",          ERROR,   "the catalog has no words for an advice") \
    /* a theme */ \
    ROW(THEME,            "theme",            ERROR,   "a colour or mark of a theme is not known") \
    /* this machine, before an apply */ \
    ROW(UNKNOWN_BACKEND,  "unknown-backend",  ERROR,   "there is no backend of that name") \
    ROW(BACKEND,          "backend",          ERROR,   "the backend is for tests alone") \
    ROW(NO_PRIVILEGE,     "no-privilege",     WARNING, "the machine was not looked at: that needs root") \
    ROW(PROBE,            "probe",            ERROR,   "the machine's firewall could not be looked at") \
    ROW(TRIAL_OPEN,       "trial-open",       WARNING, "a trial is open; compared was with its rules") \
    ROW(REHEARSAL,        "rehearsal",        NOTE,    "the kernel took the rules on rehearsal") \
    ROW(REHEARSAL_FAILED, "rehearsal",        ERROR,   "the kernel did not take the rules on rehearsal") \
    ROW(WAY_IN,           "way-in",           NOTE,    "a new login on the way that is in use would pass") \
    ROW(WAY_IN_CUT,       "way-in",           ERROR,   "a new login would be cut, or the ways in are not known") \
    ROW(FRESH_TRACKING,   "fresh-tracking",   NOTE,    "the kernel begins to track connections: open ones may end") \
    ROW(FOREIGN_CHAIN,    "foreign-chain",    WARNING, "a chain that is not ours may drop what is open here") \
    ROW(FOREIGN_SOME,     "foreign-some",     NOTE,    "some of what is open here is refused: an address, an interface, too many") \
    ROW(FOREIGN_DROP,     "foreign-drop",     WARNING, "a chain that is not ours may drop what is accepted") \
    ROW(FOREIGN_CHANGE,   "foreign-change",   WARNING, "a chain that is not ours may let in or change what is decided") \
    ROW(CLOSES,           "closes",           WARNING, "something in use here is let through now and would not be any more") \
    ROW(PARTIAL,          "partial",          NOTE,    "what is printed leaves out what this machine has already") \
    ROW(ORIGINAL,         "original",         NOTE,    "the machine as it was found is kept here") \
    ROW(CHANGED_SINCE,    "changed-since",    WARNING, "others changed this since the confirm, and it is kept so") \
    ROW(NOT_PUT_BACK,     "not-put-back",     WARNING, "this does not come back when the rules are taken away") \
    ROW(UFW_ACTIVE,       "ufw-active",       ERROR,   "ufw is active and would decide beside nftables") \
    ROW(FIREWALLD_ACTIVE, "firewalld-active", ERROR,   "firewalld is active and would decide beside nftables") \
    ROW(LEGACY_TABLES,    "legacy-tables",    ERROR,   "the old iptables hold rules that nftables does not see") \
    ROW(DOCKER_FORWARD,   "docker-forward",   ERROR,   "what Docker forwards would be dropped, and nobody chose that") \
    ROW(OTHER_MACHINE,    "other-machine",    ERROR,   "this machine has the addresses of another host of the site") \
    ROW(FORWARDS,         "forwards",         ERROR,   "the machine passes packets on that would stop, and nobody chose that") \
    ROW(NO_INTERFACE,     "no-interface",     WARNING, "an interface that the plan names is not there") \
    ROW(FORWARDING_OFF,   "ip-forward",       WARNING, "the gateway's kernel forwards nothing") \
    ROW(FORWARDING_SET,   "ip-forward",       NOTE,    "the apply tells the kernel to forward") \
    ROW(UFW_MISSING,      "ufw-missing",      ERROR,   "ufw is not installed") \
    ROW(UFW_SILENT,       "ufw-silent",       ERROR,   "ufw does not say its version") \
    ROW(UFW_VERSION,      "ufw-version",      ERROR,   "a version of ufw that is not known to this program") \
    ROW(UFW_BUILTINS,     "ufw-builtins",     WARNING, "ufw is told to delete everybody's rules at its start") \
    ROW(UFW_NO_IPV6,      "ufw-no-ipv6",      NOTE,    "ufw is told to leave IPv6 alone") \
    ROW(UFW_SWITCH,       "ufw-switch",       WARNING, "ufw's start at boot does not take its switch for yes") \
    ROW(UFW_INACTIVE,     "ufw-inactive",     NOTE,    "ufw is not active and is switched on by the apply") \
    ROW(OPEN_CONNECTIONS, "open-connections", NOTE,    "open connections go on, whatever the rules say") \
    ROW(WEB_STAYS,        "web-stays",        WARNING, "nginx goes on listening on an old port, or sending browsers there") \
    ROW(WEB_UNPROVED,     "web-unproved",     WARNING, "no nginx runs, so that nobody can prove that the new ports answer") \
    /* this machine, as it is */ \
    ROW(DRIFT,            "drift",            WARNING, "the live rules are not what was confirmed") \
    ROW(BESIDE_FILES,     "beside-files",     NOTE,    "rules are live that are in no file of the firewall; they stay") \
    ROW(NOT_LIVE,         "not-live",         WARNING, "the firewall's files have rules that are not live") \
    ROW(NOT_COMPARED,     "not-compared",     WARNING, "what is live could not be compared with the firewall's files") \
    ROW(WEB_DRIFT,        "web-drift",        WARNING, "nginx answers on other ports than the firewall opens") \
    ROW(NOBODY_LISTENS,   "nobody-listens",   WARNING, "a port is open and nothing listens") \
    ROW(REFUSED,          "refused",          WARNING, "a peer was refused, several times") \
    /* an import */ \
    ROW(INACTIVE,         "inactive",         WARNING, "the firewall that was read is not active") \
    ROW(OPEN_POLICY,      "open-policy",      WARNING, "the firewall that was read lets in what no rule denies") \
    ROW(SERVICE_OFF,      "service-off",      NOTE,    "a service is left off although its port is open") \
    ROW(CHANGES,          "changes",          WARNING, "applying the imported site changes this") \
    ROW(CHANGES_GONE,     "changes",          NOTE,    "this goes away when the imported site is applied") \
    ROW(NOT_OURS,         "not-ours",         NOTE,    "a rule that is not ours and stays as it is")
/* clang-format on */

#define PROBLEM_ENUM(NAME, WORD, SEVERITY, MEANING) PROBLEM_##NAME,
enum problem_code { PROBLEM_REGISTER(PROBLEM_ENUM) PROBLEM_COUNT, PROBLEM_ADVICE = PROBLEM_COUNT };
#undef PROBLEM_ENUM

struct problem_fact {
    const char *word, *meaning;
    enum severity severity;
};

/* Of a code of the register; PROBLEM_ADVICE has none. */
const struct problem_fact *problem_fact(enum problem_code code);
const char *severity_name(enum severity severity); /* "error", "warning", "note" */

#endif
