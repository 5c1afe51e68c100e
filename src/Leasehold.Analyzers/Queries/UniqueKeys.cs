using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers;

/// <summary>Which properties of an entity identify one row: by attributes, conventions and configuration.</summary>
internal sealed class UniqueKeys(Compilation compilation, KnownSymbols known, AnalyzerOptions? options)
{
    private static readonly HashSet<string> KeyAttributes = new(StringComparer.Ordinal)
    {
        "System.ComponentModel.DataAnnotations.KeyAttribute",
        "LinqToDB.Mapping.PrimaryKeyAttribute",
        "Dapper.Contrib.Extensions.KeyAttribute",
        "Dapper.Contrib.Extensions.ExplicitKeyAttribute",
    };

    private readonly ConcurrentDictionary<ITypeSymbol, IReadOnlyList<HashSet<string>>> _keys =
        new(SymbolEqualityComparer.Default);

    private readonly Lazy<FluentKeys> _fluent = new(() => new FluentKeys(compilation));
    private readonly Lazy<MigratedKeys> _migrated = new(() => new MigratedKeys(compilation));
    private readonly Lazy<SqlSchema> _schema = new(() => new SqlSchema(compilation, options));
    private readonly Lazy<HashSet<ITypeSymbol>> _mapped = new(() => Mapped(known));

    /// <summary>The tables that can be seen from here.</summary>
    public SqlSchema Schema => _schema.Value;

    /// <summary>
    /// Whether the model of an entity is made in this compilation, so that a key which is not found is not there.
    /// </summary>
    public bool IsModelHere(ITypeSymbol type) =>
        _mapped.Value.Contains(type) || Schema.Of(TableMapping.Table(type)) is not null;

    /// <summary>Whether values for these properties identify one row at most.</summary>
    public bool Identify(ITypeSymbol type, HashSet<string> properties)
        => Of(type).Any(key => key.IsSubsetOf(properties));

    /// <summary>Each key or unique index of a type.</summary>
    public IReadOnlyList<HashSet<string>> Of(ITypeSymbol type) => _keys.GetOrAdd(type, Find);

    private List<HashSet<string>> Find(ITypeSymbol type)
    {
        var keys = new List<HashSet<string>>();
        var primary = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                AddClassKey(attribute, keys);
            }

            foreach (var property in current.GetMembers().Where(static m => m is IPropertySymbol or IFieldSymbol))
            {
                AddMemberKey(property, primary, keys);
            }

            keys.AddRange(_fluent.Value.Of(current));
        }

        if (primary.Count > 0)
        {
            keys.Add(primary);
        }

        keys.AddRange(_migrated.Value.Of(TableMapping.Table(type))
            .Select(columns => TableMapping.Properties(type, columns))
            .OfType<HashSet<string>>());

        keys.AddRange((Schema.Of(TableMapping.Table(type)) ?? [])
            .Select(columns => TableMapping.Properties(type, columns))
            .OfType<HashSet<string>>());
        keys.AddRange(OneToOne(type).Select(static navigation => Single(navigation.Name + "Id")));
        if (IdentityKey(type) is { } column)
        {
            keys.Add(Single(column));
        }

        // By convention Id or <Type>Id is the key, unless it is said to be only a part of one.
        if (!keys.Any(static k => k.Count > 1 && k.Contains("Id")))
        {
            keys.Add(Single("Id"));
            keys.Add(Single("ID"));
            keys.Add(Single(type.Name + "Id"));
        }

        return keys;
    }

    /// <summary>The single rows that a row belongs to, each of which knows it as its only one.</summary>
    public static IEnumerable<IPropertySymbol> OneToOne(ITypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(property =>
            property.Type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } other
            && other.GetMembers().OfType<IPropertySymbol>().Any(back =>
                SymbolEqualityComparer.Default.Equals(back.Type, type)));

    /// <summary>The column that ASP.NET Core Identity has a unique index on.</summary>
    private static string? IdentityKey(ITypeSymbol type) =>
        type.AndItsBases().FirstOrDefault(static one => one.Name is "IdentityUser" or "IdentityRole") switch
        {
            { Name: "IdentityUser" } => "NormalizedUserName",
            { Name: "IdentityRole" } => "NormalizedName",
            _ => null,
        };

    /// <summary>The entities of the contexts of this compilation.</summary>
    private static HashSet<ITypeSymbol> Mapped(KnownSymbols known) => new(
        known.Implementations.Types.Where(type => known.Database.IsContext(type))
            .SelectMany(static type => type.GetMembers().OfType<IPropertySymbol>())
            .Select(static property => property.Type)
            .OfType<INamedTypeSymbol>()
            .Where(static type => type.Name is "DbSet" or "ITable" && type.TypeArguments.Length == 1)
            .Select(static type => type.TypeArguments[0]),
        SymbolEqualityComparer.Default);

    private static HashSet<string> Single(string name) => new(StringComparer.Ordinal) { name };

    private static void AddClassKey(AttributeData attribute, List<HashSet<string>> keys)
    {
        var isKey = attribute.AttributeClass?.ToDisplayString() switch
        {
            "Microsoft.EntityFrameworkCore.PrimaryKeyAttribute" => true,
            "Microsoft.EntityFrameworkCore.IndexAttribute"
                => attribute.NamedArguments.Any(static a => a is { Key: "IsUnique", Value.Value: true }),
            _ => false,
        };
        if (isKey)
        {
            var names = attribute.ConstructorArguments
                .SelectMany(static a => a.Kind == TypedConstantKind.Array ? a.Values.AsEnumerable() : [a])
                .Select(static a => a.Value as string)
                .OfType<string>();
            keys.Add(new HashSet<string>(names, StringComparer.Ordinal));
        }
    }

    private static void AddMemberKey(ISymbol member, HashSet<string> primary, List<HashSet<string>> keys)
    {
        foreach (var attribute in member.GetAttributes())
        {
            var name = attribute.AttributeClass?.ToDisplayString();
            if (name is null)
            {
                continue;
            }

            if (KeyAttributes.Contains(name) || (IsColumn(name) && HasFlag(attribute, "IsPrimaryKey")))
            {
                primary.Add(member.Name);
            }
            else if (name == "LinqToDB.Mapping.IdentityAttribute"
                || (IsColumn(name) && HasFlag(attribute, "IsIdentity")))
            {
                keys.Add(Single(member.Name));
            }
        }
    }

    private static bool IsColumn(string attribute) => attribute == "LinqToDB.Mapping.ColumnAttribute";

    private static bool HasFlag(AttributeData attribute, string flag)
        => attribute.NamedArguments.Any(a => a.Key == flag && a.Value.Value is true);
}
