using System.Globalization;
using System.Text.Json;
using CsCheck;
using TokenFinOps.Compression.Lossless;

namespace TokenFinOps.Tests.Compression.Lossless;

public sealed class TabularJsonTests
{
    [Fact]
    public void An_array_of_like_objects_says_its_keys_once()
    {
        Assert.Equal(
            """
            [{name,size,price{net,gross}}
            bolt,3,0.10,0.12
            nut,,0.05,0.06
            ]
            """.ReplaceLineEndings("\n"),
            Encode("""[{"name":"bolt","size":3,"price":{"net":0.10,"gross":0.12}},{"name":"nut","price":{"net":0.05,"gross":0.06}}]"""));
    }

    [Fact]
    public void Arrays_of_arrays_share_one_header()
    {
        Assert.Equal("[[]{a,b}\n1,x\n2,y\n-\n3,z\n]", Encode("""[[{"a":1,"b":"x"},{"a":2,"b":"y"}],[{"a":3,"b":"z"}]]"""));
    }

    [Fact]
    public void An_object_of_like_objects_keeps_its_keys_before_the_cells()
    {
        Assert.Equal("{{source,amount}\nc1:card,3\n\"a:b\":card,4\n}", Encode("""{"c1":{"source":"card","amount":3},"a:b":{"source":"card","amount":4}}"""));
    }

    [Theory]
    [InlineData("""[{"a":"1"},{"a":"007"}]""")]
    [InlineData("""[{"a":"true"},{"a":"null"}]""")]
    [InlineData("""[{"a":""},{"a":" x"}]""")]
    [InlineData("""[{"a":"-"},{"a":"]"}]""")]
    [InlineData("""[{"a":"x,y"},{"a":"x\ny"}]""")]
    [InlineData("""[{"a":1.10},{"a":1e400}]""")]
    [InlineData("""[{"a":12345678901234567890123456789.00},{"a":-0.0}]""")]
    [InlineData("""[{"a":null},{"a":[]}]""")]
    [InlineData("""[{"a":{"b":[{"c":1},{"c":2}]}},{"a":{"b":[]}}]""")]
    [InlineData("""[{"a":1,"b":{"c":1,"d":2}},{"a":2}]""")]
    [InlineData("""[{"b":{"c":1,"d":2},"a":1},{"a":2}]""")]
    [InlineData("""[{"b":{"c":1}},{"b":{"c":2}}]""")]
    [InlineData("""[{"a":1,"b":2},{"b":2,"a":1}]""")]
    [InlineData("""[{"a":1,"a":2},{"a":3}]""")]
    [InlineData("""[{"a":"]"},{"a":"}"}]""")]
    [InlineData("""[[{"a":"-","b":1}],[{"a":"]]","b":1}]]""")]
    [InlineData("""{"x":{"a":1},"x":{"a":2}}""")]
    [InlineData("""{"-":{"a":1},"}":{"a":2}}""")]
    [InlineData("""[{"a":"Ünïcode 漢字 😀"},{"a":"ไทย"}]""")]
    [InlineData("""[{},{}]""")]
    [InlineData("""[[],[]]""")]
    [InlineData("""[[[{"a":1},{"a":2}],[{"a":3}]]]""")]
    [InlineData("""[[[{"a":1},{"a":2}],""]]""")]
    [InlineData("""12""")]
    [InlineData("""[true,null,"x",1.0]""")]
    public void What_is_encoded_decodes_to_the_same_bytes(string json)
    {
        Assert.Equal(json, TabularJson.Decode(Encode(json)));
    }

    [Fact]
    public void Any_json_comes_back_as_it_was()
    {
        Documents.Sample(
            json =>
            {
                using JsonDocument document = JsonDocument.Parse(json);
                Assert.Equal(JsonMinifier.Minify(document.RootElement), TabularJson.Decode(TabularJson.Encode(document.RootElement)));
            },
            iter: 1_000,
            seed: "0000kAtA10g5");
    }

    [Theory]
    [InlineData("[{a,b}\n1,2,3\n]")]
    [InlineData("[{a,b}\n1\n]")]
    [InlineData("[{a,b}\n1,2")]
    [InlineData("[{a,b")]
    [InlineData("{\"a\":}")]
    [InlineData("[1,2] x")]
    [InlineData("[1x]")]
    [InlineData("0.")]
    [InlineData("[-.5]")]
    [InlineData("[007]")]
    [InlineData("{\"a\":1e}")]
    [InlineData("\"open")]
    [InlineData("")]
    public void What_is_not_tabular_json_is_refused_with_its_place(string text)
    {
        FormatException exception = Assert.Throws<FormatException>(() => TabularJson.Decode(text));

        Assert.Contains("character", exception.Message, StringComparison.Ordinal);
    }

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Const(string.Empty),
        Gen.String[Gen.Char["ab ,:\n]}[{\"-1.truenl漢ü\\"], 0, 6],
        Gen.OneOf(Gen.Const("true"), Gen.Const("007"), Gen.Const("-"), Gen.Const("]"), Gen.Const("1e5"), Gen.Const("a b"), Gen.Const("2024-05-25"), Gen.Const("NaN"), Gen.Const("x:y")));

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Texts.Select(static text => JsonSerializer.Serialize(text)),
        Gen.Int.Select(static number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Decimal.Select(static number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Const("true"),
        Gen.Const("null"));

    private static readonly Gen<string> Documents = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Scalars
        : Gen.Frequency((2, Scalars), (2, Arrays(inner)), (3, Objects(inner)), (3, Arrays(Objects(inner))), (1, Arrays(Arrays(Objects(inner))))));

    private static Gen<string> Arrays(Gen<string> items) => items.Array[0, 4].Select(static items => $"[{string.Join(',', items)}]");

    private static Gen<string> Objects(Gen<string> inner) =>
        Gen.Select(Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))).Array[4], inner.Array[4])
            .Select(static (present, values) => $"{{{string.Join(',', Enumerable.Range(0, 4).Where(i => present[i]).Select(i => $"\"{(char)('a' + i)}\":{values[i]}"))}}}");

    private static string Encode(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return TabularJson.Encode(document.RootElement);
    }
}
