namespace Shop;

public sealed class OutOfStockException(string item) : Exception($"There is not enough of '{item}'.")
{
    public string Item => item;
}
