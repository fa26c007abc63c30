# The same with a room on disk: what the platform takes to store a change. empty-workerd.ts passes socket and folder.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "rooms", disk = (writable = true))],
  sockets = [(name = "http", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2024-07-18",
  compatibilityFlags = ["no_web_socket_compression"],
  durableObjectNamespaces = [(className = "Hall", uniqueKey = "hall")],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [(name = "HALL", durableObjectNamespace = "Hall")],
);
