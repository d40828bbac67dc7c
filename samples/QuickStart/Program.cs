using QuickStart.Server;

await using LoopbackServer server = await LoopbackServer.StartAsync(new LoopbackOptions { Port = 5099 }, default);
Console.WriteLine(server.Endpoint);
await server.RunAsync(default);
