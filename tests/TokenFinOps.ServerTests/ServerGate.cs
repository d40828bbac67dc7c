using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace TokenFinOps.ServerTests;

/// <summary>A way to the server that can be closed and opened again: what an outage looks like to a client.</summary>
internal sealed class ServerGate : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _server = new(TestServer.ConnectionString);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly int _port = TestPorts.Next();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public ServerGate()
    {
        _listener = Listen(_port);
        _accepting = AcceptAsync(_listener);
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Host = "127.0.0.1", Port = _port, Pooling = true }.ConnectionString;

    public async Task CloseAsync()
    {
        _listener?.Dispose();
        _listener = null;
        await _accepting;
        foreach (Socket socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    public void Open()
    {
        _listener = Listen(_port);
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private static Socket Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptAsync());
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _open[client] = _open[server] = 0;
        try
        {
            await server.ConnectAsync(_server.Host!, _server.Port);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // One of the two is gone, and so is the connection.
        }
    }
}
