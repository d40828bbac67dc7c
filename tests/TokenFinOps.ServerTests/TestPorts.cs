using System.Net;
using System.Net.Sockets;

namespace TokenFinOps.ServerTests;

/// <summary>Ports for servers that are stopped and started again. They lie below those that the system gives to connections, one of which could otherwise have the port meanwhile.</summary>
internal static class TestPorts
{
    private const int First = 10_000;
    private const int Count = 10_000;

    private static int _next = Random.Shared.Next(Count);

    /// <summary>Gets a port that nobody has, and that no other test of this process gets.</summary>
    public static int Next()
    {
        for (int tries = 0; ; tries++)
        {
            int port = First + (Interlocked.Increment(ref _next) % Count);
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                socket.Listen();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse && tries < Count)
            {
                // Another program has it.
            }
        }
    }
}
