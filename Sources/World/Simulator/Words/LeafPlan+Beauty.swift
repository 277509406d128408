extension LeafPlan {
    static let beauty: [LeafPlan] = [
        LeafPlan(
            "Beauty/美妆 > Skin/护肤 > Face Creams/面霜", price: 32, spread: 0.6, returns: 0.02, cycle: 40,
            types: "Day Cream/日霜, Night Cream/晚霜, Gel Cream/凝霜, Eye Cream/眼霜",
            materials: "Hyaluronic/玻尿酸, Ceramide/神经酰胺, Rosehip/玫瑰果, Vitamin C/维生素C, Green Tea/绿茶",
            styles: "Hydrating/补水, Soothing/舒缓, Firming/紧致, Fragrance-Free/无香",
            sizes: "30 ml/30毫升, 50 ml/50毫升, 75 ml/75毫升",
            benefits: "for dry and tired skin/适合干燥疲惫肌, sinks in at once/吸收迅速, gentle enough for every day/温和日用",
            materialName: "ingredient"),
        LeafPlan(
            "Beauty/美妆 > Skin/护肤 > Sunscreen/防晒", price: 21, returns: 0.02, cycle: 35, season: .peaking(7, by: 1.1),
            types: "Sun Cream/防晒霜, Sun Spray/防晒喷雾, Sun Stick/防晒棒, After-Sun Gel/晒后修护凝胶",
            materials: "Mineral/物理, Aloe/芦荟, Zinc/氧化锌, Coconut/椰子",
            styles: "Invisible/隐形, Water-Resistant/防水, Tinted/润色, Sensitive/敏感肌",
            sizes:
                "50 ml/50毫升, 100 ml/100毫升, 200 ml/200毫升",
            benefits: "no white cast/不泛白, kind to reefs/珊瑚友好, never greasy/清爽不油腻", materialName: "ingredient"),
        LeafPlan(
            "Beauty/美妆 > Hair/护发 > Shampoo/洗发水", price: 13, returns: 0.01, cycle: 28,
            types: "Shampoo/洗发水, Conditioner/护发素, Shampoo Bar/洗发皂, Hair Mask/发膜",
            materials: "Argan/摩洛哥坚果油, Tea Tree/茶树, Oat/燕麦, Rosemary/迷迭香, Keratin/角蛋白",
            styles: "Nourishing/滋养, Volumising/蓬松, Anti-Dandruff/去屑, Colour-Care/护色",
            sizes: "250 ml/250毫升, 400 ml/400毫升, 1 L/1升",
            benefits: "shine without weight/轻盈亮泽, for daily washing/可日常使用, free of sulphates/不含硫酸盐",
            materialName: "ingredient"),
        LeafPlan(
            "Beauty/美妆 > Hair/护发 > Hair Tools/美发工具", price: 66, returns: 0.06,
            types: "Hair Dryer/吹风机, Straightener/直发器, Curling Wand/卷发棒, Hair Brush/气垫梳",
            materials: "Ionic/负离子, Ceramic/陶瓷, Titanium/钛, Bamboo/竹",
            styles:
                "Travel/便携, Cordless/无线, Professional/专业, Quiet/静音",
            colours: Palette.devices,
            benefits: "less heat and less frizz/低温少毛躁, ready in thirty seconds/三十秒即热, light in the hand/手感轻巧"),
        LeafPlan(
            "Beauty/美妆 > Make-up/彩妆 > Lipsticks/口红", price: 17, returns: 0.03, cycle: 60,
            types: "Lipstick/口红, Lip Gloss/唇釉, Lip Balm/润唇膏, Lip Liner/唇线笔",
            materials: "Shea/乳木果, Beeswax/蜂蜡, Jojoba/荷荷巴, Rose Oil/玫瑰精油",
            styles: "Matte/哑光, Satin/缎光, Sheer/轻透, Long-Wear/持久", colours: Palette.lips,
            benefits: "stays on past lunch/持久不脱色, comfortable all day/全天不干, colour in one stroke/一抹显色",
            materialName: "ingredient"),
        LeafPlan(
            "Beauty/美妆 > Fragrance/香水 > Perfumes/香水", price: 74, spread: 0.6, returns: 0.03,
            season: .peaking(12, by: 0.6),
            types: "Eau de Parfum/浓香水, Eau de Toilette/淡香水, Cologne/古龙水, Body Mist/身体喷雾",
            materials: "Bergamot/佛手柑, Jasmine/茉莉, Vetiver/香根草, Amber/琥珀, Osmanthus/桂花",
            styles: "Fresh/清新, Woody/木质, Floral/花香, Citrus/柑橘", sizes: "30 ml/30毫升, 50 ml/50毫升, 100 ml/100毫升",
            benefits: "lasts into the evening/留香至夜, a gift that is remembered/难忘之礼, made in small batches/小批量调制",
            materialName: "scent"),
    ]

    static let electronics: [LeafPlan] = [
        LeafPlan(
            "Electronics/数码 > Audio/音频 > Headphones/耳机", price: 88, spread: 0.7, returns: 0.07,
            season: .peaking(11.8, by: 0.3),
            types: "Wireless Headphones/无线头戴耳机, Earbuds/真无线耳机, Gaming Headset/游戏耳机, Sports Earphones/运动耳机",
            materials: "Aluminium/铝合金, Memory Foam/记忆棉, Titanium/钛, Walnut/胡桃木",
            styles: "Noise-Cancelling/降噪, Open-Back/开放式, Foldable/可折叠, Studio/录音室", colours: Palette.devices,
            benefits: "thirty hours on one charge/续航三十小时, calls sound clear/通话清晰, comfortable for hours/久戴舒适"),
        LeafPlan(
            "Electronics/数码 > Audio/音频 > Speakers/音箱", price: 95, spread: 0.65, returns: 0.06,
            season: .peaking(11.8, by: 0.3),
            types: "Bluetooth Speaker/蓝牙音箱, Bookshelf Speaker/书架音箱, Soundbar/回音壁, Shower Speaker/浴室音箱",
            materials: "Walnut/胡桃木, Aluminium/铝合金, Fabric/织物, Recycled Plastic/再生塑料",
            styles: "Portable/便携, Waterproof/防水, Stereo/立体声, Mini/迷你", colours: Palette.devices,
            benefits: "fills the room/声满全屋, goes where you go/随身携带, deep bass from a small box/小身材大低音"),
        LeafPlan(
            "Electronics/数码 > Phones/手机配件 > Cases/手机壳", price: 19, returns: 0.04,
            types: "Phone Case/手机壳, Wallet Case/卡包手机壳, Tablet Sleeve/平板保护套",
            materials: "Silicone/硅胶, Leather/皮革, Recycled Plastic/再生塑料, Aramid/芳纶",
            styles: "Slim/超薄, Shockproof/防摔, Clear/透明, Magnetic/磁吸", colours: Palette.bright,
            benefits: "survives a drop/耐摔, does not turn yellow/不易发黄, works with wireless charging/支持无线充电"),
        LeafPlan(
            "Electronics/数码 > Phones/手机配件 > Chargers/充电器", price: 27, returns: 0.03,
            types: "Fast Charger/快充头, Power Bank/充电宝, Charging Cable/数据线, Charging Stand/充电支架",
            materials: "Gallium Nitride/氮化镓, Braided Nylon/编织尼龙, Aluminium/铝合金",
            styles: "Compact/小巧, Two-Port/双口, Travel/便携, Wireless/无线", colours: Palette.devices,
            benefits: "half full in half an hour/半小时充一半, stays cool/不发烫, one for every device/一充多用"),
        LeafPlan(
            "Electronics/数码 > Computing/电脑外设 > Keyboards/键盘", price: 76, spread: 0.55, returns: 0.05,
            types: "Mechanical Keyboard/机械键盘, Wireless Keyboard/无线键盘, Mouse/鼠标, Number Pad/数字键盘",
            materials: "Aluminium/铝合金, Walnut/胡桃木, Recycled Plastic/再生塑料",
            styles: "Low-Profile/矮轴, Backlit/背光, Silent/静音, Ergonomic/人体工学", colours: Palette.devices,
            benefits: "a pleasure to type on/打字愉悦, switches between three devices/三设备切换, quiet in the office/办公静音"),
        LeafPlan(
            "Electronics/数码 > Wearables/穿戴 > Smart Watches/智能手表", price: 165, spread: 0.5, returns: 0.06,
            season: .peaking(11.8, by: 0.4),
            types: "Smart Watch/智能手表, Fitness Band/健身手环, Smart Ring/智能戒指, GPS Watch/户外运动手表",
            materials: "Titanium/钛, Steel/钢, Silicone/硅胶, Ceramic/陶瓷",
            styles: "Slim/轻薄, Rugged/耐用, Sports/运动, Classic/经典", colours: Palette.devices,
            benefits: "a week between charges/续航一周, watches your sleep/监测睡眠, reads in full sun/阳光下可读"),
    ]
}
