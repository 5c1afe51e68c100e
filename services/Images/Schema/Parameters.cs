using LinqToDB;
using LinqToDB.Data;

namespace Leasehold.Images.Schema;

/// <summary>
/// Parameters of handwritten statements. Typed, since a null alone does not tell PostgreSQL its type.
/// </summary>
internal static class Parameters
{
    public static DataParameter Text(string name, string? value) => new(name, value, DataType.NVarChar);

    public static DataParameter Number(string name, long? value) => new(name, value, DataType.Int64);

    public static DataParameter Count(string name, int? value) => new(name, value, DataType.Int32);
}
