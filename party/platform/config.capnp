# workerd's configuration. party/ops/workerdProcess.ts fills in the folders and the socket's address.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  v8Flags = .v8,
  services = [.main, .assets, .rooms, (name = "internet", network = (allow = ["public"], tlsOptions = .tls))],
  sockets = [.http],
);

# The same, but a push service may live at a private address: only where PUSH_ORIGINS names one.
const private :Workerd.Config = (
  v8Flags = .v8,
  services = [.main, .assets, .rooms, (name = "internet", network = (allow = ["public", "private"], tlsOptions = .tls))],
  sockets = [.http],
);

# Room for new objects, in MB. V8's own 16 (three of them) are never given back after a siege, and what its rubbish holds
# outside of it, connections and requests, lives as long: 120 MB more, and no press is the faster for it.
const v8 :List(Text) = ["--min-semi-space-size=1", "--max-semi-space-size=1"];

const tls :Workerd.TlsOptions = (trustBrowserCas = true);
const http :Workerd.Socket = (name = "http", http = (), service = "main");   # --socket-addr=http=HOST:PORT
const assets :Workerd.Service = (name = "assets", disk = (writable = false)); # --directory-path=assets=dist/app
const rooms :Workerd.Service = (name = "rooms", disk = (writable = true));    # --directory-path=rooms=DATA_DIR
const main :Workerd.Service = (name = "main", worker = (
  modules = [(name = "worker.js", esModule = embed "../../.selfhost/worker.js")],
  compatibilityDate = "2024-07-18",                                          # as in partykit.json
  # A browser offers to compress; taken up, that is 210 KB more a connection for messages of half a kilobyte.
  compatibilityFlags = ["no_web_socket_compression"],
  # The key names the folder in DATA_DIR: with another one, every room is gone.
  durableObjectNamespaces = [(className = "RoomObject", uniqueKey = "rooms")],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [
    (name = "ROOMS", durableObjectNamespace = "RoomObject"),
    (name = "ASSETS", service = "assets"),
    (name = "ALLOWED_ORIGINS", fromEnvironment = "ALLOWED_ORIGINS"),         # from here on: the whole of room.env
    (name = "PUSH_ORIGINS", fromEnvironment = "PUSH_ORIGINS"),
    (name = "VAPID_PUBLIC_KEY", fromEnvironment = "VAPID_PUBLIC_KEY"),
    (name = "VAPID_PRIVATE_KEY", fromEnvironment = "VAPID_PRIVATE_KEY"),
    (name = "VAPID_SUBJECT", fromEnvironment = "VAPID_SUBJECT"),
    (name = "TRUST_PROXY", fromEnvironment = "TRUST_PROXY"),                 # for worker.ts, which has it before the rooms
  ],
));
