# workerd with nothing of this project in it: the cost of the platform itself. empty-workerd.ts passes the address of the socket.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2024-07-18",
  compatibilityFlags = ["no_web_socket_compression"],
  durableObjectNamespaces = [(className = "Hall", uniqueKey = "hall")],
  durableObjectStorage = (inMemory = void),
  bindings = [(name = "HALL", durableObjectNamespace = "Hall")],
);
