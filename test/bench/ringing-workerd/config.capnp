# workerd with objects that have an alarm and a value in SQLite, and nothing of this project: the cost of the platform
# itself. ringing-workerd.ts passes the address of the socket and the folder.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "rooms", disk = (writable = true))],
  sockets = [(name = "http", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2024-07-18",
  compatibilityFlags = ["no_web_socket_compression"],
  durableObjectNamespaces = [(className = "Hall", uniqueKey = "rooms")],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [(name = "HALLS", durableObjectNamespace = "Hall")],
);
