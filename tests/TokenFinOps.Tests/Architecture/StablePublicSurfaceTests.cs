using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TokenFinOps.Ledger;

namespace TokenFinOps.Tests.Architecture;

public sealed class StablePublicSurfaceTests
{
    [Fact]
    public void No_experimental_type_stands_in_the_public_surface() =>
        Assert.Empty(
            from type in typeof(LedgerEntry).Assembly.GetExportedTypes()
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            from used in TypesIn(member)
            where used.GetCustomAttribute<ExperimentalAttribute>() is not null
            select $"{type.Name}.{member.Name} uses {used.Name}");

    [Fact]
    public void Public_classes_are_sealed_unless_they_are_static() =>
        Assert.Empty(typeof(LedgerEntry).Assembly.GetExportedTypes().Where(static type => type.IsClass && !type.IsSealed && !type.IsAbstract).Select(static type => type.Name));

    private static IEnumerable<Type> TypesIn(MemberInfo member) => member switch
    {
        MethodBase method => [.. method.GetParameters().Select(static parameter => parameter.ParameterType), .. method is MethodInfo info ? [info.ReturnType] : (Type[])[]],
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        Type nested => [nested],
        _ => [],
    };
}
