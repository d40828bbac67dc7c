using System.Globalization;

namespace QuickStart;

/// <summary>What the sample was asked to do.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        QuickStart: a multi-team workload through the OpenAI client, and its bill.

        dotnet run --project samples/QuickStart [-- OPTIONS]

          (no option)              Start an OpenAI-compatible server on loopback and run the workload against it. No key needed.
          --endpoint URL           Run the workload against a real OpenAI-compatible server: OpenAI, Ollama, vLLM, a gateway.
                                   The key is read from OPENAI_API_KEY; leave it unset for servers that want none.
                                   A URL without a path gets /v1, e.g. http://localhost:11434 for Ollama.
          --model NAME             The model to ask there (needed with --endpoint), or whose prices a replay uses (default gpt-5-mini).
          --provider NAME          Whose prices apply when the URL is a proxy's, or which provider's model a replay means, e.g. openai.
          --embedding-model NAME   The embedding model to use with --endpoint. Without it, search works by words and costs nothing.
          --replay FILE            Send a recorded token trace through the pipeline and price it: CSV with the columns
                                   TIMESTAMP,ContextTokens,GeneratedTokens, or JSON lines with timestamp, input_length, output_length and
                                   hash_ids; plain or .gz.
          --serve PORT             Only run the loopback server, for other clients, until Ctrl+C.
          --db FILE                Keep the ledger in a SQLite file, for the tokenfinops tool; what the file holds already is on the bill too.
          --cache                  Answer repeated questions from a semantic cache, and add shoppers who ask the same things in their own words.
          --calls N                How many uses of the features (default 250; 30 with --endpoint).
          --parallel N             How many at a time (default 8; 4 with --endpoint).
          --seed N                 Another workload (default 1).
          --help                   This text.

        Exit codes: 0 done, 1 it failed, 2 the options are wrong.
        """;

    public Uri? Endpoint { get; private init; }

    public string? Model { get; private init; }

    /// <summary>Gets who sends the bill, when the address or the model's name does not tell.</summary>
    public string? Provider { get; private init; }

    public string? EmbeddingModel { get; private init; }

    public string? ReplayFile { get; private init; }

    public int? ServePort { get; private init; }

    /// <summary>Gets the file that the ledger is kept in; <see langword="null"/> for memory.</summary>
    public string? LedgerFile { get; private init; }

    public int Calls { get; private init; }

    public int Parallel { get; private init; }

    public int Seed { get; private init; } = 1;

    /// <summary>Gets a value indicating whether a semantic cache answers.</summary>
    public bool Cache { get; private init; }

    public bool Help { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">An option is unknown, lacks its value, or does not go with another.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        Dictionary<string, string> given = Read(args, out bool help, out bool cache);
        Uri? endpoint = given.TryGetValue("--endpoint", out string? url) ? ParseUrl(url) : null;
        var line = new CommandLine
        {
            Help = help,
            Cache = cache,
            Endpoint = endpoint,
            Model = given.GetValueOrDefault("--model"),
            Provider = given.GetValueOrDefault("--provider"),
            EmbeddingModel = given.GetValueOrDefault("--embedding-model"),
            ReplayFile = given.GetValueOrDefault("--replay"),
            LedgerFile = given.GetValueOrDefault("--db"),
            ServePort = given.ContainsKey("--serve") ? Number(given, "--serve", 0, 1, 65_535) : null,
            Calls = Number(given, "--calls", endpoint is null ? 250 : 30, 1, 1_000_000),
            Parallel = Number(given, "--parallel", endpoint is null ? 8 : 4, 1, 256),
            Seed = Number(given, "--seed", 1, 0, int.MaxValue),
        };
        return help ? line : line.Checked();
    }

    private CommandLine Checked()
    {
        int modes = (Endpoint is null ? 0 : 1) + (ReplayFile is null ? 0 : 1) + (ServePort is null ? 0 : 1);
        return this switch
        {
            _ when modes > 1 => throw new UsageException("--endpoint, --replay and --serve exclude each other."),
            { Endpoint: not null, Model: null } => throw new UsageException("--endpoint needs --model NAME: the model to ask there."),
            { EmbeddingModel: not null, Endpoint: null } => throw new UsageException("--embedding-model goes with --endpoint."),
            { Provider: not null, Endpoint: null, ReplayFile: null } => throw new UsageException("--provider goes with --endpoint or --replay."),
            { LedgerFile: not null } when ReplayFile is not null || ServePort is not null => throw new UsageException("--db goes with the workload, not with --replay or --serve."),
            { Cache: true } when ReplayFile is not null || ServePort is not null => throw new UsageException("--cache goes with the workload, not with --replay or --serve."),
            { Model: not null, Endpoint: null, ReplayFile: null } => throw new UsageException("--model goes with --endpoint or --replay."),
            _ => this,
        };
    }

    private static Dictionary<string, string> Read(IReadOnlyList<string> args, out bool help, out bool cache)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        help = cache = false;
        for (int i = 0; i < args.Count; i++)
        {
            (string name, string? value) = args[i].IndexOf('=', StringComparison.Ordinal) is var cut and > 0 ? (args[i][..cut], args[i][(cut + 1)..]) : (args[i], null);
            if (name is "--help" or "-h" or "-?")
            {
                help = true;
                continue;
            }

            if (name is "--cache" && value is null)
            {
                cache = true;
                continue;
            }

            if (name is not ("--endpoint" or "--model" or "--provider" or "--embedding-model" or "--replay" or "--serve" or "--db" or "--calls" or "--parallel" or "--seed"))
            {
                throw new UsageException($"Unknown option '{args[i]}'.");
            }

            if (value is null && i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                value = args[++i];
            }

            if (string.IsNullOrWhiteSpace(value))
            {
                throw new UsageException($"{name} needs a value.");
            }

            if (!given.TryAdd(name, value))
            {
                throw new UsageException($"{name} is given twice.");
            }
        }

        return given;
    }

    private static int Number(Dictionary<string, string> given, string name, int otherwise, int least, int most)
    {
        if (!given.TryGetValue(name, out string? text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} needs a whole number from {least} to {most}, not '{text}'.");
    }

    private static Uri ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"--endpoint needs a URL such as https://api.openai.com/v1, not '{text}'.");
        }

        return url.AbsolutePath == "/" ? new Uri(url, "v1") : new Uri(url.AbsoluteUri.TrimEnd('/'));
    }
}
