/// Colours by what they are put on.
enum Palette {
    static let clothes =
        "Navy/海军蓝, Black/黑色, White/白色, Sand/沙色, Olive/橄榄绿, Rust/铁锈红, Sky Blue/天蓝色, Burgundy/酒红色, Grey/灰色, Sage/鼠尾草绿"
    static let home =
        "Ivory/象牙白, Charcoal/炭灰色, Terracotta/陶土色, Sage/鼠尾草绿, Mustard/芥末黄, Dusty Pink/灰粉色, Indigo/靛蓝色, Natural/原色"
    static let devices = "Black/黑色, Silver/银色, Midnight Blue/午夜蓝, White/白色, Rose Gold/玫瑰金, Forest Green/森林绿"
    static let bright = "Red/红色, Yellow/黄色, Blue/蓝色, Green/绿色, Orange/橙色, Purple/紫色, Mint/薄荷绿"
    static let lips = "Rosewood/玫瑰木色, Coral/珊瑚色, Cherry/樱桃红, Nude/裸色, Plum/梅子色, Brick/砖红色"
}
