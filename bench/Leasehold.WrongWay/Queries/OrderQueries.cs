using LinqToDB;

namespace Leasehold.WrongWay.Queries;

/// <summary>The same with LINQ, as object-relational mappers have it.</summary>
internal static class OrderQueries
{
    public static Order ByNumber(ITable<Order> orders, string number) =>
        orders.Single(order => order.Number == number); // planted: LH0003

    public static Order? ByStatus(ITable<Order> orders, string status) =>
        orders.Where(order => order.Status == status).FirstOrDefault(); // planted: LH0003
}
