namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>A model of one step: it looks up a row of numbers for every token id. So whatever it gives is known beforehand.</summary>
internal sealed class TinyModel
{
    private const int FloatType = 1;
    private const int Int32Type = 6;
    private const int Int64Type = 7;
    private const int DoubleType = 11;

    public required float[][] Rows { get; init; }

    public string Output { get; init; } = "logits";

    public string[] Inputs { get; init; } = ["input_ids", "attention_mask"];

    public bool TakesInt32 { get; init; }

    public bool GivesDouble { get; init; }

    /// <summary>Gets a value indicating whether only the first token's row is given: a vector a text.</summary>
    public bool IsPooled { get; init; }

    public string WriteTo(TempFolder folder, string name = "model.onnx") => folder.Write(name, new Wire()
        .Number(1, 8)
        .Message(7, Graph())
        .Message(8, new Wire().Text(1, string.Empty).Number(2, 17))
        .ToArray());

    private Wire Graph()
    {
        string looked = GivesDouble || IsPooled ? "looked" : Output;
        Wire graph = new Wire()
            .Message(1, Node("Gather", looked, "table", "input_ids"))
            .Text(2, "tiny");
        if (GivesDouble)
        {
            graph.Message(1, Node("Cast", Output, looked).Message(5, Attribute("to", DoubleType)));
        }

        if (IsPooled)
        {
            graph.Message(1, Node("Gather", Output, looked, "first").Message(5, Attribute("axis", 1)));
            graph.Message(5, new Wire().Number(2, Int64Type).Text(8, "first").Bytes(9, BitConverter.GetBytes(0L)));
        }

        graph.Message(5, Table());
        foreach (string input in Inputs)
        {
            graph.Message(11, Value(input, TakesInt32 ? Int32Type : Int64Type, "batch", "sequence"));
        }

        return graph.Message(12, IsPooled
            ? Value(Output, FloatType, "batch", Rows[0].Length)
            : Value(Output, GivesDouble ? DoubleType : FloatType, "batch", "sequence", Rows[0].Length));
    }

    private static Wire Node(string type, string output, params string[] inputs)
    {
        var node = new Wire();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        return node.Text(2, output).Text(4, type);
    }

    private static Wire Attribute(string name, long value) => new Wire().Text(1, name).Number(3, value).Number(20, 2);

    private Wire Table() => new Wire()
        .Number(1, Rows.Length)
        .Number(1, Rows[0].Length)
        .Number(2, FloatType)
        .Text(8, "table")
        .Bytes(9, [.. Rows.SelectMany(static row => row).SelectMany(BitConverter.GetBytes)]);

    private static Wire Value(string name, int type, params object[] dimensions)
    {
        var shape = new Wire();
        foreach (object dimension in dimensions)
        {
            shape.Message(1, dimension is string symbol ? new Wire().Text(2, symbol) : new Wire().Number(1, (int)dimension));
        }

        return new Wire().Text(1, name).Message(2, new Wire().Message(1, new Wire().Number(1, type).Message(2, shape)));
    }
}
