using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using TokenFinOps.Ledger;

namespace TokenFinOps.Tests.Architecture;

/// <summary>Who may know whom, as the house plan says. A folder that is not listed fails the test until it is.</summary>
public sealed class FolderDependencyTests
{
    private const string Root = "TokenFinOps";

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader().LoadAssembly(typeof(LedgerEntry).Assembly).Build();

    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Attribution"] = [],
        ["Tokens"] = [],
        ["Pricing"] = [],
        ["Ledger"] = ["Attribution", "Tokens", "Pricing"],
        ["Budgets"] = ["Attribution", "Pricing", "Ledger"],
        ["Guardrails"] = ["Attribution", "Tokens", "Pricing", "Ledger"],
        ["Embeddings"] = [],
        ["Caching"] = ["Attribution", "Tokens", "Pricing", "Ledger", "Embeddings"],
        ["Routing"] = ["Attribution", "Tokens", "Pricing", "Ledger"],
        ["Compression"] = ["Attribution", "Tokens", "Pricing", "Ledger"],
        ["Reporting"] = ["Attribution", "Pricing", "Ledger"],
        ["Telemetry"] = ["Attribution", "Pricing", "Ledger", "Budgets", "Guardrails"],
    };

    public static TheoryData<string> Folders => [.. MayKnow.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_knows_only_whom_it_may(string folder)
    {
        string[] may = [folder, .. MayKnow[folder]];

        string[] broken =
        [
            .. from type in TypesOf(folder)
               from known in type.GetTypeDependencies()
               // The loader takes a generic parameter for one of the same name elsewhere.
               where known is not GenericParameter && FolderOf(known) is { } other && !may.Contains(other)
               select $"{type.FullName} knows {known.FullName}",
        ];

        Assert.True(broken.Length == 0, string.Join(Environment.NewLine, broken));
    }

    [Fact]
    public void The_test_sees_what_the_ledger_uses_inside_its_methods() =>
        Assert.Superset(
            new HashSet<string?>(["Attribution", "Tokens", "Pricing"]),
            TypesOf("Ledger").SelectMany(static type => type.GetTypeDependencies()).Select(FolderOf).ToHashSet());

    [Fact]
    public void Every_folder_is_in_the_plan() =>
        Assert.Empty(House.Types.Select(FolderOf).OfType<string>().Distinct().Except([Root, .. MayKnow.Keys]));

    [Fact]
    public void Only_the_front_door_lives_in_the_root() =>
        Assert.Equal(
            [
                "FinOps",
                "TokenFinOpsBuilder",
                "TokenFinOpsChatClientBuilderExtensions",
                "TokenFinOpsEmbeddingGeneratorBuilderExtensions",
            ],
            House.Types.Where(static type => type.Namespace.FullName == Root && type.Visibility == Visibility.Public).Select(static type => type.Name).Order());

    private static IEnumerable<IType> TypesOf(string folder) => House.Types.Where(type => FolderOf(type) == folder);

    // The first part of the namespace below the root; types of other assemblies and of the compiler have none.
    private static string? FolderOf(IType type)
    {
        string name = type.Namespace?.FullName ?? string.Empty;
        return name == Root ? Root
            : name.StartsWith(Root + ".", StringComparison.Ordinal) ? name[(Root.Length + 1)..].Split('.')[0]
            : null;
    }
}
