using System.Data.Common;

namespace Leasehold.AspNetCore.Tests;

/// <summary>A driver's exception of the kind the test wants, with a secret in its text.</summary>
internal sealed class ScriptedException(DatabaseErrorKind kind) : DbException($"connect to {Secret} failed")
{
    public const string Secret = "db-7.internal.example:5432";

    public DatabaseErrorKind Kind { get; } = kind;
}
