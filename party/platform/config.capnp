# The configuration of workerd. party/ops/workerdProcess.ts fills in the folders and the socket's address.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  v8Flags = .v8,
  services = [.main, .assets, .rooms, .roomFiles, .internet, (name = "ownNetwork", network = (allow = ["public"], tlsOptions = .tls))],
  sockets = [.http],
);

# Used where PUSH_ORIGINS or HOOK_ORIGINS is set: those servers may have private addresses.
const private :Workerd.Config = (
  v8Flags = .v8,
  services = [.main, .assets, .rooms, .roomFiles, .internet, (name = "ownNetwork", network = (allow = ["public", "private"], tlsOptions = .tls))],
  sockets = [.http],
);

# The size of V8's space for new objects, in MB. With the default (3 times 16 MB) an attack leaves 120 MB more in use:
# V8 does not give the space back, and garbage in it keeps connections and requests in memory. The larger space makes
# no press faster.
const v8 :List(Text) = ["--min-semi-space-size=1", "--max-semi-space-size=1"];

# Every request of a room goes through it, except those to an origin in PUSH_ORIGINS or HOOK_ORIGINS
# (party/room/delivery/network.ts). The names of other hosts come from strangers: whatever a name leads to, only a public
# address is connected to.
const internet :Workerd.Service = (name = "internet", network = (allow = ["public"], tlsOptions = .tls));
const tls :Workerd.TlsOptions = (trustBrowserCas = true);
const http :Workerd.Socket = (name = "http", http = (), service = "main");   # --socket-addr=http=HOST:PORT
const assets :Workerd.Service = (name = "assets", disk = (writable = false)); # --directory-path=assets=dist/app
const rooms :Workerd.Service = (name = "rooms", disk = (writable = true));    # --directory-path=rooms=DATA_DIR
# The worker looks here whether a room has stored anything, and deletes the file of a room that has not.
const roomFiles :Workerd.Service = (name = "roomFiles", disk = (writable = true)); # --directory-path=roomFiles=DATA_DIR/rooms
const main :Workerd.Service = (name = "main", worker = (
  modules = [(name = "worker.js", esModule = embed "../../.selfhost/worker.js")],
  compatibilityDate = "2024-07-18",                                          # as in partykit.json
  # Browsers offer to compress. That takes 210 KB a connection, and the messages are half a kilobyte long.
  compatibilityFlags = ["no_web_socket_compression"],
  # The key is the name of the rooms' folder in DATA_DIR. With another key the server finds none of its rooms.
  durableObjectNamespaces = [(className = "RoomObject", uniqueKey = "rooms")],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [
    (name = "ROOMS", durableObjectNamespace = "RoomObject"),
    (name = "ASSETS", service = "assets"),
    (name = "ROOM_FILES", service = "roomFiles"),
    (name = "OWN_NETWORK", service = "ownNetwork"),
    (name = "ALLOWED_ORIGINS", fromEnvironment = "ALLOWED_ORIGINS"),         # this and the next five: room.env
    (name = "HOOK_ORIGINS", fromEnvironment = "HOOK_ORIGINS"),
    (name = "PUSH_ORIGINS", fromEnvironment = "PUSH_ORIGINS"),
    (name = "VAPID_PUBLIC_KEY", fromEnvironment = "VAPID_PUBLIC_KEY"),
    (name = "VAPID_PRIVATE_KEY", fromEnvironment = "VAPID_PRIVATE_KEY"),
    (name = "VAPID_SUBJECT", fromEnvironment = "VAPID_SUBJECT"),
    (name = "TRUST_PROXY", fromEnvironment = "TRUST_PROXY"),                 # this and the next: read by worker.ts
    (name = "DESCRIPTOR_LIMIT", fromEnvironment = "DESCRIPTOR_LIMIT"),
    (name = "START_TOKEN", fromEnvironment = "START_TOKEN"),                 # read by worker.ts: clockSteps.ts
  ],
));
